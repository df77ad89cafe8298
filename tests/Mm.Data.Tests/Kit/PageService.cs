using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Builder;
using Mm.Data.App.Commands;
using Mm.Data.App.Hosting;
using Mm.Data.Catalog;
using Mm.Data.Models;
using Mm.Data.Storage;
using Mm.Data.Web;
using Xunit;

namespace Mm.Data.Tests.Kit;

/// <summary>The real service in this process, on a free port of loopback.</summary>
internal sealed class PageService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private PageService(WebApplication app)
    {
        _app = app;
        _client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public string Url => _app.Urls.Single();

    public IServiceProvider Services => _app.Services;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<PageService> StartAsync(StateOptions state, RunCatalog catalog, StorageOptions? storage = null)
    {
        var settings = new AppSettings
        {
            State = state,
            Storage = storage ?? new StorageOptions(),
            Web = new WebOptions { Url = "http://127.0.0.1:0" },
            Models = new ModelOptions { Folders = [Path.Combine(Checkout.Root, "models")], Device = ModelDevice.Cpu },
        };
        var app = ServeCommand.Build(settings, catalog);
        await app.StartAsync(Cancel);
        return new PageService(app);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(new Uri(path, UriKind.Relative), Cancel);

    public Task<byte[]> BytesAsync(string path) => _client.GetByteArrayAsync(new Uri(path, UriKind.Relative), Cancel);

    /// <summary>A page as a browser parses it; asked for again as long as it says that it waits for a release's index.</summary>
    public async Task<IHtmlDocument> PageAsync(string path)
    {
        while (true)
        {
            using var answer = await GetAsync(path);
            var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Cancel));
            if (page.QuerySelector("[data-whole]") is null)
                return page;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
