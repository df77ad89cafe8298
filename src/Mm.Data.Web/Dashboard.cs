using Hangfire;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Mm.Data.Catalog;
using Mm.Data.Web.Access;
using Mm.Data.Web.Api;
using Mm.Data.Web.Pages;

namespace Mm.Data.Web;

/// <summary>The pages of the service, its way in, and Hangfire's own dashboard under /jobs.</summary>
public static class Dashboard
{
    /// <param name="services">Where to.</param>
    /// <param name="web">Who may come in, and from where.</param>
    /// <param name="state">Where the keys of logins are kept.</param>
    /// <param name="server">The installation's key; null: no API key is known.</param>
    /// <param name="isDevelopment">Whether the environment says so.</param>
    public static IServiceCollection AddDashboard(
        this IServiceCollection services, WebOptions web, StateOptions state, ServerKey? server, bool isDevelopment)
    {
        services.AddRazorComponents();
        services.AddPages();
        return services.AddAccess(web, state, server, isDevelopment).AddApi(web);
    }

    public static WebApplication MapDashboard(this WebApplication app, WebOptions web)
    {
        // Before anybody is asked who he is: headers, this machine, this site.
        app.UseGate(web, PageRoutes.ContentPolicy);
        app.UseWhen(context => Gate.IsApi(context.Request), api =>
        {
            // Also what nobody wrote an answer for is a problem as the others are.
            api.UseExceptionHandler();
            api.UseStatusCodePages();
        });
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter(); // knows who asks
        app.UseAuthorization();
        app.UseAntiforgery();

        app.MapLogin(web);
        app.MapApi();
        app.MapHangfireDashboardWithAuthorizationPolicy(Capability.Watch.Named(), "/jobs", new DashboardOptions
        {
            DashboardTitle = "Mm.Data jobs",
            DisplayStorageConnectionString = false,
            IsReadOnlyFunc = _ => true, // jobs are made and ended by runs alone
            AppPath = "/",
        });
        app.MapGroup("").RequireAuthorization(Capability.View.Named()).MapPages();
        app.MapPageActions();
        return app;
    }
}
