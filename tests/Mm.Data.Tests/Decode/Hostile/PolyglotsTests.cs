using System.Net;
using System.Net.Sockets;
using System.Text;
using Mm.Data.Decode;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Decode.Hostile;

/// <summary>
/// Media that name a canary beside them, one in /etc and a server that listens: nothing of the canaries comes out, and nobody connects.
/// Once in the sandbox, and once without it, where nothing but the decoder's own rules stand between.
/// </summary>
[Promise(PromiseAttribute.Media, "Playlists and manifests under names of media read no other file and open no connection.")]
public sealed class PolyglotsTests : IAsyncDisposable
{
    private const int PolyglotsLeast = 40;

    // 48 bytes, so that they would make a picture of 4 x 4.
    private const string Canary = "CANARYcanaryCANARYcanaryCANARYcanaryCANARYcanary";

    private static readonly string[] Extensions = ["mp4", "jpg", "wav", "mkv"];
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;
    private readonly TemporaryFolder _folder = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public PolyglotsTests() => _listener.Start();

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(SandboxMode.Auto, "beside")]
    [InlineData(SandboxMode.Auto, "/etc/passwd")]
    [InlineData(SandboxMode.Off, "beside")]
    [InlineData(SandboxMode.Off, "/etc/passwd")]
    public async Task Nothing_that_a_file_names_is_read_or_asked(SandboxMode sandbox, string where)
    {
        await using var pool = new DecoderPool(
            new DecodeOptions { Sandbox = sandbox, Cores = [CpuAffinity.Allowed()[0]] }, TimeProvider.System);
        if (sandbox is SandboxMode.Auto)
            Assert.SkipUnless((await pool.CheckAsync(_cancel)).Parts[0].Active, "needs the sandbox");
        var beside = _folder["canary1.txt"];
        await File.WriteAllTextAsync(beside, Canary, _cancel);
        var (file, mark) = where == "beside" ? (beside, Canary) : (where, (await File.ReadAllTextAsync(where, _cancel))[..16]);

        var polyglots = Polyglots.All(file, $"http://{_listener.LocalEndpoint}").ToList();
        var leaks = new List<string>();
        foreach (var (name, bytes) in polyglots)
        {
            if (Leaks(await OutputsAsync(pool, bytes), mark, polyglot: bytes))
                leaks.Add(name);
        }

        Assert.InRange(polyglots.Count, PolyglotsLeast, int.MaxValue);
        Assert.Empty(leaks);
        Assert.False(_listener.Pending(), "somebody connected");
    }

    [Fact]
    public async Task The_name_of_a_playlist_changes_nothing_and_the_plan_holds_it_as_one_asset()
    {
        await File.WriteAllTextAsync(_folder["canary1.txt"], Canary, _cancel);
        var polyglots = Polyglots.All(_folder["canary1.txt"], $"http://{_listener.LocalEndpoint}").ToList();
        for (var i = 0; i < polyglots.Count; i++)
        {
            foreach (var extension in Extensions)
                await File.WriteAllBytesAsync(_folder[$"p{i}.{extension}"], polyglots[i].Bytes, _cancel);
        }

        await using var pool = new DecoderPool(new DecodeOptions { Cores = [CpuAffinity.Allowed()[0]] }, TimeProvider.System);
        var source = await Mm.Data.Source.SourceOpener.OpenAsync(
            Mm.Data.Storage.LocalFiles.Instance, _folder.Path, new Mm.Data.Pipeline.Definition.SourceOptions(), _cancel);
        var reasons = new Dictionary<string, HashSet<string>>();
        await foreach (var entry in source.ListAsync(new SourceCensus(), _cancel))
        {
            var asset = new byte[entry.AssetBytes];
            await entry.ReadAssetAsync(asset, _cancel);
            var probe = await pool.ProbeAsync(asset, _cancel);
            var name = Path.GetFileNameWithoutExtension(entry.Key);
            (reasons.TryGetValue(name, out var seen) ? seen : reasons[name] = []).Add(probe.Reason ?? "decoded");
        }

        Assert.Equal(polyglots.Count, reasons.Count);
        Assert.All(reasons.Values, seen => Assert.Single(seen));
        Assert.False(_listener.Pending(), "somebody connected");
    }

    private async Task<List<byte[]>> OutputsAsync(DecoderPool pool, byte[] bytes)
    {
        var outputs = new List<byte[]>();
        var probe = await pool.ProbeAsync(bytes, _cancel);
        outputs.Add(Encoding.UTF8.GetBytes($"{probe.Reason} {probe.Value}"));
        var views = await pool.ViewsAsync(bytes, new ViewsRequest { Specs = [new(4, 4)], FramesMax = 4, Audio16k = true }, _cancel);
        if (views.Value is { } seen)
            outputs.AddRange(seen.Views.Select(view => view.Pixels.ToArray()));
        var render = await pool.RenderAsync(bytes, new RenderRequest { ImageFormat = "png" }, _cancel);
        if (render.Value is { } made)
            outputs.Add(made.Bytes.ToArray());
        return outputs;
    }

    /// <summary>The canary's words; or, for one shown as pixels, six of its bytes in a row.</summary>
    private static bool Leaks(List<byte[]> outputs, string mark, byte[] polyglot)
    {
        var (words, pixels) = (Encoding.UTF8.GetBytes(mark), Encoding.UTF8.GetBytes(mark[..6]));
        Assert.True(polyglot.AsSpan().IndexOf(words) < 0, "the polyglot itself holds the canary");
        return outputs.Any(output => output.AsSpan().IndexOf(pixels) >= 0);
    }
}
