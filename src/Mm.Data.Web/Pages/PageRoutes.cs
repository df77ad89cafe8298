using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using Mm.Data.Pipeline;
using Mm.Data.Web.Access;
using Mm.Data.Web.Read;

namespace Mm.Data.Web.Pages;

/// <summary>Routes of the pages, of what they are made of, and of the media that they show.</summary>
public static class PageRoutes
{
    /// <summary>What pages may do: load and ask from here, and nothing from anywhere else; no script or style inside of a page.</summary>
    public const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'";

    /// <summary>A picture that somebody opens by itself may do nothing at all.</summary>
    private const string MediaPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";

    private const string Unnamed = "application/octet-stream";

    private static readonly (string Path, string Type)[] Assets =
    [
        ("mmdata.css", "text/css"), ("mmdata.js", "text/javascript"), ("theme.js", "text/javascript"), ("mmdata.svg", "image/svg+xml"),
    ];

    // What the renderer writes; anything else is handed out as bytes without a type.
    private static readonly Dictionary<string, string> MediaTypes = new(StringComparer.Ordinal)
    {
        ["jpg"] = "image/jpeg",
        ["jpeg"] = "image/jpeg",
        ["png"] = "image/png",
        ["webp"] = "image/webp",
        ["avif"] = "image/avif",
        ["mp4"] = "video/mp4",
        ["webm"] = "video/webm",
        ["mkv"] = "video/x-matroska",
        ["wav"] = "audio/wav",
        ["flac"] = "audio/flac",
        ["mp3"] = "audio/mpeg",
        ["ogg"] = "audio/ogg",
        ["opus"] = "audio/ogg",
        ["m4a"] = "audio/mp4",
    };

    public static IServiceCollection AddPages(this IServiceCollection services) => services
        .AddSingleton<RunList>()
        .AddSingleton<ReleaseLibrary>()
        .AddSingleton<ReleaseMedia>()
        .AddSingleton<SampleDetails>()
        .AddSingleton<QueueFacts>()
        .AddSingleton<QuarantineList>();

    public static IEndpointRouteBuilder MapPages(this IEndpointRouteBuilder app)
    {
        foreach (var (path, type) in Assets)
        {
            app.MapGet("/" + path, (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "no-cache";
                return Results.Stream(typeof(PageRoutes).Assembly.GetManifestResourceStream(path)!, type);
            }).AllowAnonymous(); // a login page looks like the others
        }

        app.MapGet("/releases/{runKey}/media/{id}", MediaAsync);
        app.MapRazorComponents<App>();
        return app;
    }

    /// <summary>What buttons on the pages do. Each form carries an antiforgery token, which is checked before any of this runs.</summary>
    public static IEndpointRouteBuilder MapPageActions(this IEndpointRouteBuilder app)
    {
        app.MapPost("/quarantine/retry", RetryAsync).RequireAuthorization(Capability.Operate.Named()).ExcludeFromDescription();
        ScheduleActions.Map(app);
        KeyActions.Map(app);
        return app;
    }

    private static async Task<IResult> RetryAsync(
        [FromForm] string pipeline, [FromForm] string reason, QuarantineList quarantine, CancellationToken cancel)
    {
        await quarantine.PutBackAsync(pipeline, reason, cancel);
        return Results.LocalRedirect("/quarantine");
    }

    /// <summary>
    /// The asset of a released row, and of no other sample: typed by the release's own column, never sniffed, as an attachment that a page
    /// may show but that does not run when it is opened.
    /// </summary>
    private static async Task<IResult> MediaAsync(
        string runKey, string id, ReleaseLibrary library, ReleaseMedia media, HttpContext context, CancellationToken cancel)
    {
        if ((await library.FindAsync(runKey, cancel))?.Release is not { } release)
            return Results.NotFound();
        var indexed = await library.IndexAsync(release, cancel);
        if (indexed.Index is null)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        try
        {
            if (await media.FindAsync(indexed, id, cancel) is not { } row)
                return Results.NotFound();
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = MediaPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers.CacheControl = "private, no-cache"; // a revoked row must be gone at once
            var type = MediaTypes.GetValueOrDefault(row.Extension, Unnamed);
            headers.ContentDisposition = $"attachment; filename=\"{Name(row.Id)}.{(type == Unnamed ? "bin" : row.Extension)}\"";
            return Results.Bytes(
                row.Asset, type, enableRangeProcessing: true, entityTag: new EntityTagHeaderValue($"\"{row.OutputSha256}\""));
        }
        catch (Exception e) when (e is EnvironmentException or IOException)
        {
            return Results.NotFound();
        }
    }

    private static string Name(string id) => string.Concat(id.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'));
}
