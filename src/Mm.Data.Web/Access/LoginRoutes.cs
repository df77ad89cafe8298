using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Mm.Data.Web.Access;

/// <summary>The way in and the way out, where there is a login.</summary>
internal static class LoginRoutes
{
    public const string Login = "/login";
    public const string ReturnParameter = "returnUrl";

    public static IEndpointRouteBuilder MapLogin(this IEndpointRouteBuilder app, WebOptions web)
    {
        if (web.Access is not AccessMode.Login)
            return app;
        if (web.Login.Development)
        {
            app.MapGet(Login, ChooseAsync).AllowAnonymous().ExcludeFromDescription();
            app.MapPost(Login, ChosenAsync).AllowAnonymous().ExcludeFromDescription();
        }
        else
        {
            app.MapGet(Login, (string? returnUrl) => Results.Challenge(
                    new AuthenticationProperties { RedirectUri = Inside(returnUrl) }, [Schemes.Provider]))
                .AllowAnonymous().ExcludeFromDescription();
        }

        app.MapGet("/logout", LeaveAsync).RequireAuthorization(policy => policy.RequireAuthenticatedUser()).ExcludeFromDescription();
        app.MapPost("/logout", LeftAsync).RequireAuthorization(policy => policy.RequireAuthenticatedUser()).ExcludeFromDescription();
        return app;
    }

    public static async Task DenyAsync(HttpContext context)
    {
        if (Gate.IsApi(context.Request))
        {
            await Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "Your role may not do this. See docs/access.md.");
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await PlainPage.Of(
            "No access",
            """
            <p>Your account has no role here that may see this. An administrator gives roles by the values of the login's claim.</p>
            <p><a href="/">First page</a> <a href="/logout">Log out</a></p>
            """).ExecuteAsync(context);
    }

    // A redirect out of here would make the login a step of somebody else's trap.
    private static string Inside(string? url) =>
        url is ['/', not ('/' or '\\'), ..] && !url.Any(char.IsControl) ? url : "/";

    private static IResult ChooseAsync(HttpContext context, IAntiforgery antiforgery, string? returnUrl)
    {
        var buttons = string.Concat(Roles.All.Keys.Select(role => $"""<button name="role" value="{role}">{role}</button> """));
        return PlainPage.Of(
            "Development login",
            $"""
            <p>No provider is asked: choose a role.</p>
            <form method="post" action="{Login}">{Token(context, antiforgery)}
            <input type="hidden" name="returnUrl" value="{WebUtility.HtmlEncode(Inside(returnUrl))}">{buttons}</form>
            """);
    }

    private static async Task<IResult> ChosenAsync(HttpContext context, [FromForm] string role, [FromForm] string? returnUrl)
    {
        if (!OwnMachine.IsCaller(context) || !Roles.All.ContainsKey(role))
            return Problems.Of(StatusCodes.Status403Forbidden, "There is no such login.");
        await context.SignInAsync(Schemes.Cookie, LoginIdentity.Of("developer", role));
        return Results.LocalRedirect(Inside(returnUrl));
    }

    private static IResult LeaveAsync(HttpContext context, IAntiforgery antiforgery) => PlainPage.Of(
        "Log out", $"""<form method="post" action="/logout">{Token(context, antiforgery)}<button>Log out</button></form>""");

    private static async Task<IResult> LeftAsync(HttpContext context, [FromForm] string? reason)
    {
        await context.SignOutAsync(Schemes.Cookie);
        return PlainPage.Of(
            "Logged out", """<p>You are logged out here; the provider may still know you. <a href="/">Log in again</a></p>""");
    }

    private static string Token(HttpContext context, IAntiforgery antiforgery)
    {
        var tokens = antiforgery.GetAndStoreTokens(context);
        return $"""<input type="hidden" name="{tokens.FormFieldName}" value="{WebUtility.HtmlEncode(tokens.RequestToken)}">""";
    }
}
