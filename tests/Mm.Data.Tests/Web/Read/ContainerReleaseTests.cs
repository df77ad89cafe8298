using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using Azure.Storage.Blobs;
using Mm.Data.Catalog;
using Mm.Data.Publish;
using Mm.Data.Reader;
using Mm.Data.Run;
using Mm.Data.Storage;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Web.Read;

/// <summary>Pages over a release in a container show what they show over the same release in a folder, and copy nothing.</summary>
public sealed class ContainerReleaseTests(AzuriteServer server) : IAsyncLifetime
{
    private const int Samples = 200;

    /// <summary>What a request and its answer need beside the blocks that are read.</summary>
    private const int HeaderBytes = 64 << 10;

    private ShownRelease _shown = null!;
    private FaultProxy _proxy = null!;
    private PageService _service = null!;
    private BlobContainerClient _container = null!;
    private string _key = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string InFolder => $"/releases/{_shown.RunKey}";

    private string InContainer => $"/releases/{_key}";

    public async ValueTask InitializeAsync()
    {
        var direct = await server.OptionsAsync();
        _proxy = new FaultProxy(server.Port);
        _container = await server.NewContainerAsync();
        _shown = await ShownRelease.MakeAsync(Samples, number => $"Row {number}: {(number % 3 == 0 ? "a ship" : "a house")}");
        using (var reader = await ReleaseReader.OpenAsync(_shown.Folder, Cancel))
        {
            var (place, prefix) = ($"az://{_container.Name}/store/release", OutputContainer.FolderOf(reader.Manifest));
            await AzuriteServer.UploadAsync(_container, _shown.Folder, $"store/release/{prefix.TrimEnd('/')}");
            var manifest = Path.Combine(_shown.Folder, ReleaseManifest.FileName);
            await _container.GetBlobClient("store/release/manifest.json").UploadAsync(manifest, Cancel);
            _key = RunKeys.Run(reader.Manifest.RunKey, place);
            await _shown.Catalog.BeginAsync(
                new RunRecord { Key = _key, Pipeline = "made", RequestJson = "{}", Output = place, Samples = Samples }, [1], Cancel);
            await _shown.Catalog.EndAsync(_key, RunState.Published, null, Cancel);
        }

        var port = server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var storage = direct with
        {
            ConnectionString = direct.ConnectionString.Replace($":{port}/", $":{_proxy.Port}/", StringComparison.Ordinal),
            RetriesMax = 1,
        };
        _service = await PageService.StartAsync(_shown.State, _shown.Catalog, storage);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _proxy.DisposeAsync();
        _shown.Dispose();
    }

    [Fact]
    public async Task Every_page_of_it_says_what_the_one_of_the_folder_says()
    {
        var id = _shown.Rows[^1].Id;
        var dropped = _shown.Made.Features.Values.SelectMany(rows => rows).First(row => _shown.Rows.All(one => one.Id != row.Id)).Id;
        string[] paths =
        [
            "", "/scores?feature=alignment.cosine", "/scores?feature=alignment.cosine&min=0.4", "/samples", "/samples?q=ship",
            "/samples?reason=alignment.low", $"/samples/{id}", $"/samples/{dropped}",
        ];
        foreach (var path in paths)
        {
            var (here, there) = (await _service.PageAsync(InFolder + path), await _service.PageAsync(InContainer + path));
            Assert.Equal(Told(here, _shown.RunKey, _shown.Folder), Told(there, _key, $"az://{_container.Name}/store/release"));
        }

        var page = await _service.PageAsync($"{InContainer}/samples/{id}");
        Assert.Contains("Every event is proved", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(_shown.Rows[^1].Asset.ToArray(), await _service.BytesAsync($"{InContainer}/media/{id}"));
        Assert.Equal(
            await ApiAsync($"/api/v1{InFolder}/samples/{id}"), await ApiAsync($"/api/v1{InContainer}/samples/{id}"));
        Assert.False(Directory.Exists(Path.Combine(_shown.State.Folder, "blob-work")), "nothing was copied");
    }

    [Fact]
    public async Task One_picture_is_fetched_by_range()
    {
        await _service.PageAsync($"{InContainer}/samples"); // the index is there
        var row = _shown.Rows[0];
        var release = Directory.EnumerateFiles(_shown.Folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        var part = new FileInfo(Path.Combine(_shown.Folder, _shown.Made.Parts.First(pair => pair.Value[0].Id == row.Id).Key)).Length;
        var before = _proxy.AnswerBytes;
        Assert.Equal(row.Asset.ToArray(), await _service.BytesAsync($"{InContainer}/media/{row.Id}"));
        var read = _proxy.AnswerBytes - before;
        Assert.True(read < part + HeaderBytes && read < release / 4, $"{read} bytes for one of {release}, in a part of {part}");
    }

    [Fact]
    public async Task A_row_that_is_revoked_beside_it_is_not_shown_and_neither_is_any_when_the_list_is_damaged()
    {
        var (first, second) = (_shown.Rows[0].Id, _shown.Rows[1].Id);
        await _container.GetBlobClient($"store/{Revocations.FileName}")
            .UploadAsync(new MemoryStream(Encoding.UTF8.GetBytes($"{{\"id\":\"{first}\"}}\n")), Cancel);
        await _service.PageAsync($"{InContainer}/samples");
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(first));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(second));

        await _container.GetBlobClient($"store/{Revocations.FileName}")
            .UploadAsync(new MemoryStream("no list"u8.ToArray()), overwrite: true, Cancel);
        await using var later = await PageService.StartAsync(_shown.State, _shown.Catalog, await server.OptionsAsync());
        await later.PageAsync($"{InContainer}/samples");
        using var answer = await later.GetAsync($"{InContainer}/media/{second}");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task An_account_that_is_away_is_told_and_what_was_replaced_is_not_shown()
    {
        _proxy.Set(NetworkFault.BlackHole);
        await _proxy.DisposeAsync();
        var page = await _service.PageAsync($"{InContainer}/samples");
        Assert.Contains("cannot be read by this process", page.Body!.TextContent, StringComparison.Ordinal);

        await _container.GetBlobClient("store/release/manifest.json").DeleteAsync(cancellationToken: Cancel);
        await using var later = await PageService.StartAsync(_shown.State, _shown.Catalog, await server.OptionsAsync());
        Assert.Contains(
            "not where the run has put it", (await later.PageAsync($"{InContainer}/samples")).Body!.TextContent, StringComparison.Ordinal);
    }

    private async Task<HttpStatusCode> StatusAsync(string id)
    {
        using var answer = await _service.GetAsync($"{InContainer}/media/{id}");
        return answer.StatusCode;
    }

    private async Task<string> ApiAsync(string path)
    {
        using var answer = await _service.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private static string Told(IHtmlDocument page, string key, string place) => page.QuerySelector("main")!.InnerHtml
        .Replace(key, "KEY", StringComparison.Ordinal).Replace(key[..8], "KEY", StringComparison.Ordinal)
        .Replace(place, "PLACE", StringComparison.Ordinal);
}
