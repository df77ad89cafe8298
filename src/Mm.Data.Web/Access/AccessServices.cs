using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;

namespace Mm.Data.Web.Access;

/// <summary>Puts access together: who may come in, and that nobody may do what is not said.</summary>
public static class AccessServices
{
    /// <exception cref="ConfigurationException">Login without a provider outside of development, or a secret that cannot be
    /// read.</exception>
    public static IServiceCollection AddAccess(
        this IServiceCollection services, WebOptions web, StateOptions state, ServerKey? server, bool isDevelopment)
    {
        if (web is { Access: AccessMode.Login, Login.Development: true } && !isDevelopment)
        {
            throw new ConfigurationException(
                "Web:Login:Development lets everybody in: it takes DOTNET_ENVIRONMENT=Development. Set Web:Login:Authority instead.");
        }

        services.AddSingleton(web).AddSingleton(new KeyRing(server));
        AddSchemes(services, web);
        var policies = services.AddAuthorizationBuilder()
            .SetFallbackPolicy(Policy(Capability.Administer)); // a route that says nothing is the admin's
        foreach (var capability in Enum.GetValues<Capability>())
            policies.AddPolicy(EnumCode.Of(capability), Policy(capability));
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = web.IsSecure ? "__Host-mmdata-form" : "mmdata-form";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = SecureOf(web);
        });
        var protection = services.AddDataProtection().SetApplicationName("mmdata");
        if (web.Access is AccessMode.Local)
            protection.UseEphemeralDataProtectionProvider(); // nobody logs in, so no key outlives the process
        else
            protection.PersistKeysToFileSystem(LoginKeys(state));
        return services;
    }

    /// <summary>The name of its policy, for routes.</summary>
    public static string Named(this Capability capability) => EnumCode.Of(capability);

    internal static CookieSecurePolicy SecureOf(WebOptions web) =>
        web.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    private static AuthorizationPolicy Policy(Capability capability) => new AuthorizationPolicyBuilder()
        .RequireAuthenticatedUser().RequireAssertion(context => context.User.May(capability)).Build();

    private static void AddSchemes(IServiceCollection services, WebOptions web)
    {
        var schemes = services.AddAuthentication(options =>
            {
                options.DefaultScheme = Schemes.Choice;
                options.DefaultSignInScheme = Schemes.Cookie;
            })
            .AddPolicyScheme(Schemes.Choice, null, options => options.ForwardDefaultSelector = context =>
                KeyHandler.IsIn(context.Request) ? Schemes.Key : web.Access is AccessMode.Local ? Schemes.Local : Schemes.Cookie)
            .AddScheme<AuthenticationSchemeOptions, KeyHandler>(Schemes.Key, null)
            .AddScheme<AuthenticationSchemeOptions, LocalHandler>(Schemes.Local, null);
        if (web.Access is not AccessMode.Login)
            return;
        schemes.AddLoginCookie(web);
        if (!web.Login.Development)
            schemes.AddProvider(web);
    }

    // Readable by the service alone: who has them can make logins.
    private static DirectoryInfo LoginKeys(StateOptions state)
    {
        var folder = Path.Combine(state.Folder, "login-keys");
        return OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(folder)
            : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
