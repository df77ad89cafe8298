using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Mm.Data.Tests.Kit;

/// <summary>
/// What a machine of Azure has for the programs on it: an address that gives tokens of the machine's identity to whoever asks with the
/// header that no page of a browser can send. The tokens are such as Azurite takes, which looks at issuer, audience and times, and not
/// at the signature.
/// </summary>
internal sealed class IdentityEndpoint : IAsyncDisposable
{
    /// <summary>The path that virtual machines ask.</summary>
    private const string MachinePath = "/metadata/identity/oauth2/token";

    /// <summary>The path that a web app is told in its environment.</summary>
    private const string AppPath = "/msi/token";

    private const string AppSecret = "not-a-secret-of-the-app";
    private const string Storage = "https://storage.azure.com";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly FileServer _server;

    private IdentityEndpoint(FileServer server)
    {
        _server = server;
        var now = TimeProvider.System.GetUtcNow();
        Token = MadeToken(now);
        var answer = JsonSerializer.SerializeToUtf8Bytes(new
        {
            access_token = Token,
            expires_in = $"{Lifetime.TotalSeconds}",
            expires_on = $"{(now + Lifetime).ToUnixTimeSeconds()}",
            resource = Storage,
            token_type = "Bearer",
        });
        (server.Files[MachinePath], server.Files[AppPath]) = (answer, answer);
        server.Instead = Refuses;
    }

    /// <summary>What it gives; no output of ours may show it.</summary>
    public string Token { get; }

    /// <summary>Client ids that were asked for; empty: the machine's own.</summary>
    public ConcurrentQueue<string> ClientIds { get; } = new();

    public static async Task<IdentityEndpoint> StartAsync() => new(await FileServer.StartAsync());

    /// <summary>The environment in which the Azure SDK finds it in the place of a virtual machine's.</summary>
    public Dictionary<string, string> OfMachine() => new() { ["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = $"{_server.Address}" };

    /// <summary>The environment of a web app or a container app.</summary>
    public Dictionary<string, string> OfApp() => new()
    {
        ["IDENTITY_ENDPOINT"] = $"{new Uri(_server.Address, AppPath)}",
        ["IDENTITY_HEADER"] = AppSecret,
    };

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private bool Refuses(HttpContext context)
    {
        var headers = context.Request.Headers;
        var isAsked = context.Request.Path == MachinePath ? headers["Metadata"] == "true"
            : context.Request.Path == AppPath && headers["X-IDENTITY-HEADER"] == AppSecret;
        if (isAsked && context.Request.Query["resource"] == Storage)
        {
            ClientIds.Enqueue(context.Request.Query["client_id"].ToString());
            return false;
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return true;
    }

    private static string MadeToken(DateTimeOffset now)
    {
        var from = (now - TimeSpan.FromMinutes(1)).ToUnixTimeSeconds();
        return string.Join('.', Part(new { alg = "RS256", typ = "JWT" }), Part(new
        {
            aud = Storage,
            iss = "https://sts.windows-ppe.net/00000000-0000-0000-0000-000000000000/",
            iat = from,
            nbf = from,
            exp = (now + Lifetime).ToUnixTimeSeconds(),
        }), "bm90LXNpZ25lZA");
    }

    private static string Part(object claims) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims));
}
