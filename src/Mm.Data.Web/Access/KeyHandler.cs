using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mm.Data.Catalog;

namespace Mm.Data.Web.Access;

/// <summary>Lets in who brings a key that holds: <c>Authorization: Bearer mmk_...</c>.</summary>
internal sealed class KeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, RunCatalog catalog, KeyRing ring,
    TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Bearer = "Bearer ";

    /// <summary>Whether a request brings a key, one that holds or not: who does is never taken for anybody else.</summary>
    public static bool IsIn(HttpRequest request) => request.Headers.Authorization.Count > 0;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer + ApiKey.Prefix, StringComparison.OrdinalIgnoreCase) || ring.Server is not { } server)
            return AuthenticateResult.Fail("No key of this service.");
        var digest = ApiKey.DigestOf(header[Bearer.Length..].Trim(), server);
        if (await catalog.AccessKeys.FindAsync(digest, Context.RequestAborted) is not { } key || !key.IsValid(clock.GetUtcNow()))
            return AuthenticateResult.Fail("The key is unknown, revoked or over.");
        var identity = new ClaimsIdentity(
            [
                new Claim("name", "key " + key.Id),
                .. key.Scopes.Split(',').Select(scope => new Claim(Roles.ScopeClaim, scope)),
            ],
            Scheme.Name, "name", Roles.RoleClaim);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.WriteAsync(Context, StatusCodes.Status401Unauthorized, "The key is unknown, revoked or over its time.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problems.WriteAsync(
        Context, StatusCodes.Status403Forbidden, "The key has no scope for this. See docs/access.md.");
}
