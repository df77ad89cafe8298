using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Mm.Data.Tests.Kit;

/// <summary>A reader with a browser of his own, who notes every error on the console and every request that leaves the service.</summary>
internal sealed class PageReader : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly string _service;
    private readonly ConcurrentQueue<string> _faults = [];

    private PageReader(IBrowserContext context, IPage page, string service) => (_context, Page, _service) = (context, page, service);

    public IPage Page { get; }

    /// <summary>What went wrong so far: errors, and requests to anybody else.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public static async Task<PageReader> ComeAsync(IBrowser browser, string service, int width, ColorScheme scheme)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = width < 600 ? 780 : 800 },
            ColorScheme = scheme,
            BaseURL = service,
        });
        var page = await context.NewPageAsync();
        var visitor = new PageReader(context, page, service);
        page.Console += (_, message) => visitor.Note(message.Type == "error", $"console: {message.Text}");
        page.PageError += (_, error) => visitor.Note(true, $"script: {error}");
        page.Request += (_, request) => visitor.Note(!request.Url.StartsWith(service, StringComparison.Ordinal), $"request to {request.Url}");
        page.Dialog += (_, dialog) => visitor.Note(true, $"dialog: {dialog.Message}");
        return visitor;
    }

    /// <summary>Opens a page and waits until all of it is there, the pictures too.</summary>
    public async Task OpenAsync(string path)
    {
        var answer = await Page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        Assert.True(answer!.Ok, $"{path}: {answer.Status}");
    }

    /// <summary>What axe calls serious or critical on the page as it is, each with where and why.</summary>
    public async Task<IReadOnlyList<string>> BarriersAsync() =>
    [
        .. (await Page.RunAxe()).Violations.Where(found => found.Impact is "serious" or "critical")
            .SelectMany(found => found.Nodes.Select(node => $"{found.Id}: {node.Html}")),
    ];

    /// <summary>Whether the page is wider than the window, so that a reader must move it sideways.</summary>
    public Task<bool> IsTooWideAsync() =>
        Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Note(bool isFault, string text)
    {
        if (isFault)
            _faults.Enqueue($"{Page.Url[_service.Length..]}: {text}");
    }
}
