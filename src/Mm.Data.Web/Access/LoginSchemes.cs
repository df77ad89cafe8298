using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Mm.Data.Pipeline;

namespace Mm.Data.Web.Access;

/// <summary>Login by OpenID Connect (code flow with PKCE), and the cookie that it ends in.</summary>
internal static class LoginSchemes
{
    public static AuthenticationBuilder AddLoginCookie(this AuthenticationBuilder schemes, WebOptions web) => schemes.AddCookie(
        Schemes.Cookie,
        options =>
        {
            options.Cookie.Name = web.IsSecure ? "__Host-mmdata" : "mmdata";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax; // strict would not come along on the way back from the provider
            options.Cookie.SecurePolicy = AccessServices.SecureOf(web);
            options.Cookie.IsEssential = true;
            options.ExpireTimeSpan = TimeSpan.FromMinutes(web.Login.Minutes);
            options.SlidingExpiration = false;
            options.LoginPath = LoginRoutes.Login;
            options.ReturnUrlParameter = LoginRoutes.ReturnParameter;
            options.Events.OnRedirectToLogin = ChallengeAsync;
            options.Events.OnRedirectToAccessDenied = context => LoginRoutes.DenyAsync(context.HttpContext);
        });

    public static AuthenticationBuilder AddProvider(this AuthenticationBuilder schemes, WebOptions web)
    {
        var secret = SecretOf(web.Login);
        return schemes.AddOpenIdConnect(Schemes.Provider, options =>
        {
            var login = web.Login;
            (options.SignInScheme, options.Authority) = (Schemes.Cookie, login.Authority);
            (options.ClientId, options.ClientSecret) = (login.ClientId, secret);
            options.RequireHttpsMetadata = login.Authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
            options.ResponseType = OpenIdConnectResponseType.Code;
            options.ResponseMode = OpenIdConnectResponseMode.Query; // a redirect: so no cookie need travel with another site's form
            options.UsePkce = true;
            options.SaveTokens = false;
            options.MapInboundClaims = false;
            options.DisableTelemetry = true;
            options.CallbackPath = "/signin-oidc";
            options.Scope.Clear();
            foreach (var scope in login.Scopes.Prepend("openid").Distinct(StringComparer.Ordinal))
                options.Scope.Add(scope);
            foreach (var cookie in (CookieBuilder[])[options.CorrelationCookie, options.NonceCookie])
                (cookie.SameSite, cookie.SecurePolicy, cookie.HttpOnly) = (SameSiteMode.Lax, AccessServices.SecureOf(web), true);
            options.Events.OnTokenValidated = context =>
            {
                if (LoginIdentity.Of(context.Principal!, login) is { } user)
                    context.Principal = user;
                else
                    context.Fail("None of the user's values stands for a role.");
                return Task.CompletedTask;
            };
            options.Events.OnRemoteFailure = context =>
            {
                context.HandleResponse(); // its message may quote the user
                return LoginRoutes.DenyAsync(context.HttpContext);
            };
        });
    }

    private static Task ChallengeAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (!Gate.IsApi(context.Request))
        {
            context.Response.Redirect(context.RedirectUri);
            return Task.CompletedTask;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.WriteAsync(
            context.HttpContext, StatusCodes.Status401Unauthorized, "Bring a key: Authorization: Bearer mmk_... (docs/access.md).");
    }

    private static string? SecretOf(LoginOptions login)
    {
        if (login.ClientSecretFile.Length == 0)
            return login.ClientSecret.Length > 0 ? login.ClientSecret : null;
        try
        {
            return File.ReadAllText(login.ClientSecretFile).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"Web:Login:ClientSecretFile: {login.ClientSecretFile} cannot be read: {e.Message}");
        }
    }
}
