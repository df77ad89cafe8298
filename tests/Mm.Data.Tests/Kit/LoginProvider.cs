using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Mm.Data.Tests.Kit;

/// <summary>
/// A small OpenID Connect provider on loopback: discovery, keys, code flow with PKCE. It lets everybody in as the user that a test names,
/// and holds codes, verifiers and the client's secret as strictly as the standard says.
/// </summary>
internal sealed class LoginProvider : IAsyncDisposable
{
    public const string Client = "mmdata-tests";
    public const string Secret = "not-a-secret-9f2c";

    private readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = "k1" };
    private readonly ConcurrentDictionary<string, Grant> _codes = new();
    private readonly WebApplication _app;

    private LoginProvider(WebApplication app) => _app = app;

    public string Authority => _app.Urls.Single();

    /// <summary>The user that logs in next: his values of the claim <c>roles</c>.</summary>
    public string[] Values { get; set; } = [];

    /// <summary>What the token endpoint refused, and why.</summary>
    public ConcurrentQueue<string> Refused { get; } = new();

    /// <summary>Whether the next identity token is signed with another key than the one that is published.</summary>
    public bool SignsFalsely { get; set; }

    public static async Task<LoginProvider> StartAsync(CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        var provider = new LoginProvider(builder.Build());
        provider.Map();
        await provider._app.StartAsync(cancel);
        return provider;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private void Map()
    {
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = Authority,
            ["authorization_endpoint"] = Authority + "/authorize",
            ["token_endpoint"] = Authority + "/token",
            ["jwks_uri"] = Authority + "/keys",
            ["response_types_supported"] = new[] { "code" },
            ["subject_types_supported"] = new[] { "public" },
            ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
            ["code_challenge_methods_supported"] = new[] { "S256" },
        }));
        _app.MapGet("/keys", () =>
        {
            var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_key.Rsa.ExportParameters(false)) { KeyId = "k1" });
            return Results.Json(new { keys = new[] { new { kty = key.Kty, kid = key.Kid, n = key.N, e = key.E, use = "sig", alg = "RS256" } } });
        });
        _app.MapGet("/authorize", Authorize);
        _app.MapPost("/token", TokenAsync);
    }

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        if (query["client_id"] != Client || query["response_type"] != "code" || query["code_challenge_method"] != "S256")
            return Results.BadRequest("not the code flow with PKCE");
        var code = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(16));
        _codes[code] = new Grant(query["redirect_uri"]!, query["code_challenge"]!, query["nonce"]!, Values);
        return Results.Redirect(QueryHelpers.AddQueryString(
            query["redirect_uri"]!, new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"] }));
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        var why = !_codes.TryRemove(form["code"].ToString(), out var grant) ? "code"
            : grant.Challenge != challenge ? "verifier"
            : grant.RedirectUri != form["redirect_uri"] ? "redirect_uri"
            : form["client_id"] != Client || form["client_secret"] != Secret ? "client"
            : null;
        if (why is not null)
        {
            Refused.Enqueue(why);
            return Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
        }

        return Results.Json(new { access_token = "unused", token_type = "Bearer", expires_in = 60, id_token = Sign(grant!) });
    }

    private string Sign(Grant grant) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Authority,
        Audience = Client,
        Expires = TimeProvider.System.GetUtcNow().AddMinutes(5).UtcDateTime,
        Claims = new Dictionary<string, object> { ["sub"] = "u-1", ["name"] = "Jo Doe", ["nonce"] = grant.Nonce, ["roles"] = grant.Values },
        SigningCredentials = new SigningCredentials(
            SignsFalsely ? new RsaSecurityKey(RSA.Create(2048)) { KeyId = "k1" } : _key, SecurityAlgorithms.RsaSha256),
    });

    private sealed record Grant(string RedirectUri, string Challenge, string Nonce, string[] Values);
}
