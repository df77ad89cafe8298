using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mm.Data.Tests.Kit;

/// <summary>A real HTTP server on this machine that gives files, and fails in the ways that servers do.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FileServer(WebApplication app) => _app = app;

    public Dictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>What was asked for: path and range.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Cuts the connection behind so many bytes of each answer, so many times.</summary>
    public int CutAfter { get; set; } = int.MaxValue;

    public int Cuts { get; set; }

    public bool KnowsRanges { get; set; } = true;

    public string Tag { get; set; } = "\"one\"";

    /// <summary>Answers with these first, one each.</summary>
    public Queue<int> Failures { get; } = new();

    /// <summary>Answers before everything else; true when it did.</summary>
    public Func<HttpContext, bool> Instead { get; set; } = _ => false;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/");

    public static async Task<FileServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new FileServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Requests.Enqueue($"{context.Request.Path} {context.Request.Headers.Range}".TrimEnd());
        if (Instead(context))
            return;
        if (Failures.TryDequeue(out var status))
        {
            context.Response.StatusCode = status;
            return;
        }

        if (!Files.TryGetValue(context.Request.Path.Value!, out var bytes))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var from = From(context);
        if (from > 0)
        {
            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            context.Response.Headers.ContentRange = $"bytes {from}-{bytes.Length - 1}/{bytes.Length}";
        }

        context.Response.Headers.ETag = Tag;
        context.Response.ContentLength = bytes.Length - from;

        // Less than was promised: Kestrel gives what there is and closes the connection. An abort could take back what lies in buffers.
        var isCut = CutAfter < bytes.Length - from && Cuts-- > 0;
        await context.Response.Body.WriteAsync(bytes.AsMemory(from, isCut ? CutAfter : bytes.Length - from));
    }

    /// <summary>The first byte that is wanted; 0 where the whole file must go out, by RFC 9110's rule for If-Range too.</summary>
    private int From(HttpContext context)
    {
        var range = context.Request.Headers.Range.ToString();
        var condition = context.Request.Headers.IfRange.ToString();
        return KnowsRanges && range.StartsWith("bytes=", StringComparison.Ordinal) && (condition.Length == 0 || condition == Tag)
            ? int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture)
            : 0;
    }
}
