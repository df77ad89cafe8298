using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Source;
using Mm.Data.Source.Fetch;
using Mm.Data.Storage;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Source.Fetch;

public sealed class ListFetchTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private FileServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FileServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_fetched_list_is_an_input_with_the_captions_of_the_rows()
    {
        _server.Files["/a.jpg"] = [1, 2, 3];
        _server.Files["/b.jpg"] = [4];
        var report = await FetchAsync(Row("a.jpg", "eins"), Row("gone.jpg", "zwei"), Row("b.jpg", "drei \"é\""), Row("a.jpg", "vier"));

        Assert.Equal((4, 3, 0), (report.Rows, report.Fetched, report.Reused));
        Assert.Equal(new Dictionary<string, long> { ["url-status"] = 1 }, report.Refused);
        Assert.Equal(3, _server.Requests.Count); // the same address once
        Assert.Equal("{\"line\":2,\"reason\":\"url-status\"}\n", File.ReadAllText(_folder["out/missing.jsonl"]));
        var source = await SourceOpener.OpenAsync(
            LocalFiles.Instance, _folder["out/list.jsonl"], new SourceOptions(), CancellationToken.None);
        var plan = await Planner.PlanAsync(source, new ShardOptions(), CancellationToken.None);
        var captions = await Task.WhenAll(plan.Samples.Select(async sample => await sample.Entry.ReadCaptionAsync(CancellationToken.None)));
        Assert.Equal(["drei \"é\"", "eins", "vier"], captions.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_same_command_asks_only_for_what_is_missing()
    {
        _server.Files["/a.jpg"] = [1, 2, 3];
        await FetchAsync(Row("a.jpg", ""), Row("b.jpg", ""));
        _server.Files["/b.jpg"] = [4];
        _server.Requests.Clear();
        var report = await FetchAsync(Row("a.jpg", ""), Row("b.jpg", ""));
        Assert.Equal((2, 1), (report.Fetched, report.Reused));
        Assert.Equal("/b.jpg", Assert.Single(_server.Requests));
    }

    [Fact]
    public async Task Equal_lists_give_equal_folders()
    {
        for (var file = 0; file < 40; file++)
            _server.Files[$"/{file}"] = Encoding.ASCII.GetBytes($"file {file}");
        string[] rows = [.. Enumerable.Range(0, 40).Select(file => Row($"{file}", $"{file}"))];
        await FetchAsync(rows);
        var first = File.ReadAllBytes(_folder["out/list.jsonl"]);
        Directory.Delete(_folder["out"], recursive: true);
        await FetchAsync(rows);
        Assert.Equal(first, File.ReadAllBytes(_folder["out/list.jsonl"]));
        Assert.Empty(Directory.EnumerateFiles(_folder["out"], "*.tmp", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("X-Robots-Tag", "noindex, noai", "url-opt-out")]
    [InlineData("X-Robots-Tag", "otherbot: noimageai", "url-opt-out")]
    [InlineData("tdm-reservation", "1", "url-opt-out")]
    [InlineData("Content-Encoding", "gzip", "url-encoded")]
    [InlineData("X-Robots-Tag", "noindex", null)]
    [InlineData("tdm-reservation", "0", null)]
    public async Task What_a_server_reserves_or_packs_is_left_out(string header, string value, string? reason)
    {
        _server.Files["/a"] = [1];
        _server.Instead = context =>
        {
            context.Response.Headers[header] = value;
            return false;
        };
        Assert.Equal(reason, await ReasonAsync("a"));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_cut_off_with_and_without_a_stated_length()
    {
        _server.Files["/stated"] = new byte[(1 << 20) + 1];
        _server.Instead = context =>
        {
            if (context.Request.Path != "/endless")
                return false;
            WriteEndlessAsync(context).GetAwaiter().GetResult();
            return true;
        };
        Assert.Equal("url-too-large", await ReasonAsync("stated"));
        Assert.Equal("url-too-large", await ReasonAsync("endless"));
    }

    [Fact]
    public async Task Redirects_are_followed_to_a_bound_and_no_further()
    {
        _server.Files["/2"] = [1];
        _server.Instead = context => Redirect(context, context.Request.Path.Value switch { "/0" => "/1", "/1" => "/2", "/loop" => "/loop", _ => null });
        Assert.Null(await ReasonAsync("0"));
        Assert.Equal("url-redirects", await ReasonAsync("loop"));
    }

    [Fact]
    public async Task A_server_that_never_ends_an_answer_costs_the_time_limit()
    {
        _server.Instead = context =>
        {
            context.RequestAborted.WaitHandle.WaitOne(TimeSpan.FromSeconds(20));
            return true;
        };
        Assert.Equal("url-timeout", await ReasonAsync("a", Options() with { TimeoutSeconds = 1 }));
    }

    [Fact]
    public async Task A_broken_connection_and_an_unknown_name_are_unreachable_and_tried_again_next_time()
    {
        _server.Files["/a"] = new byte[100_000];
        (_server.CutAfter, _server.Cuts) = (10, 1);
        Assert.Equal("url-unreachable", await ReasonAsync("a"));
        Assert.Null(await ReasonAsync("a"));
        Assert.Equal("url-unreachable", await ReasonAsync(new Uri("http://nowhere.invalid:80/"), new Scripted()));
    }

    [Fact]
    public async Task An_output_that_holds_something_else_is_refused()
    {
        Directory.CreateDirectory(_folder["out"]);
        File.WriteAllText(_folder["out/mine.txt"], "");
        var thrown = await Assert.ThrowsAsync<ConfigurationException>(() => FetchAsync(Row("a", "")));
        Assert.Contains("no fetch made", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_message_and_no_bookkeeping_tells_a_url()
    {
        _server.Files["/secret-name"] = [1];
        await FetchAsync(Row("secret-name", "x"), Row("secret-gone", "x"));
        foreach (var file in (string[])["out/fetched.log", "out/missing.jsonl"])
            Assert.DoesNotContain("secret", File.ReadAllText(_folder[file]), StringComparison.Ordinal);
    }

    private static async Task WriteEndlessAsync(HttpContext context)
    {
        var bytes = new byte[1 << 16];
        try
        {
            while (true)
                await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // the client has had enough
        }
    }

    private static bool Redirect(HttpContext context, string? to)
    {
        if (to is not null)
            context.Response.Redirect(to);
        return to is not null;
    }

    private FetchOptions Options() => new() { BodyMibMax = 1, Ports = [_server.Address.Port, 80], PrivateNetworks = ["127.0.0.1/32"] };

    private string Row(string path, string text) => JsonSerializer.Serialize(new { url = new Uri(_server.Address, path).ToString(), text });

    private Task<FetchReport> FetchAsync(params string[] rows)
    {
        File.WriteAllLines(_folder["urls.jsonl"], rows);
        var order = new FetchOrder(_folder["urls.jsonl"], _folder["out"], "url", "text") { Files = LocalFiles.Instance };
        return ListFetch.RunAsync(order, Options(), new Progress<long>(), CancellationToken.None);
    }

    private Task<string?> ReasonAsync(string path, FetchOptions? options = null) =>
        ReasonAsync(new Uri(_server.Address, path), new SystemResolver(), options);

    private async Task<string?> ReasonAsync(Uri url, IHostResolver resolver, FetchOptions? options = null)
    {
        using var fetcher = new UrlFetcher(options ?? Options(), resolver);
        return await fetcher.FetchAsync(url.ToString(), new MemoryStream(), CancellationToken.None);
    }

    /// <summary>A name server that knows nothing.</summary>
    private sealed class Scripted : IHostResolver
    {
        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel) =>
            throw new SocketException((int)SocketError.HostNotFound);
    }
}
