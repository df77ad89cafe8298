using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Web.Access;

namespace Mm.Data.Web.Pages;

/// <summary>Makes and ends API keys. A new key stands in the answer to the form that made it, and nowhere else.</summary>
internal static class KeyActions
{
    public const int DaysMax = 3650;
    public const int NameMax = 100;

    /// <summary>What the page says for a code in its address.</summary>
    public static IReadOnlyDictionary<string, string> Said { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["name"] = $"A key has a name of at most {NameMax} characters: what uses it.",
        ["days"] = $"A key holds from 1 to {DaysMax} days.",
        ["scopes"] = "A key without anything that it may do is of no use: choose one thing at least.",
        ["none"] = "There is no key that could be made or ended here.",
    };

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/keys/create", CreateAsync).RequireAuthorization(Capability.Administer.Named()).ExcludeFromDescription();
        app.MapPost("/keys/{id}/revoke", RevokeAsync).RequireAuthorization(Capability.Administer.Named()).ExcludeFromDescription();
    }

    private static async Task<IResult> CreateAsync(
        IFormCollection form, RunCatalog catalog, KeyRing ring, TimeProvider clock, CancellationToken cancel)
    {
        var (name, scopes) = (form["name"].ToString(), form["scopes"].OfType<string>().ToArray());
        if (ring.Server is not { } server)
            return Back("none");
        if (string.IsNullOrWhiteSpace(name) || name.Length > NameMax)
            return Back("name");
        if (!int.TryParse(form["days"], NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days is < 1 or > DaysMax)
            return Back("days");
        var known = Enum.GetValues<Capability>().ToDictionary(EnumCode.Of, StringComparer.Ordinal);
        if (scopes.Length == 0 || !scopes.All(known.ContainsKey))
            return Back("scopes");
        var key = ApiKey.Create(name, scopes.Select(scope => known[scope]), clock.GetUtcNow(), days, server);
        await catalog.AccessKeys.AddAsync(key.Record, cancel);
        return PlainPage.Of(
            "A new key",
            $"""
            <p>The key {WebUtility.HtmlEncode(name)}. Copy it now: it is shown this once.</p>
            <p><code id="key">{WebUtility.HtmlEncode(key.Text)}</code></p>
            <p><a href="/keys">All keys</a></p>
            """);
    }

    private static async Task<IResult> RevokeAsync(
        string id, IFormCollection form, RunCatalog catalog, TimeProvider clock, CancellationToken cancel) =>
        await catalog.AccessKeys.RevokeAsync(id, clock.GetUtcNow(), cancel) ? Results.LocalRedirect("/keys") : Back("none");

    private static IResult Back(string said) => Results.LocalRedirect(Say.Link("/keys", ("said", said)));
}
