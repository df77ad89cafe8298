using Mm.Data.Decoder;
using Mm.Data.Decoder.Av;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Decode.Av;

/// <summary>Clips of many makers that may lie beside the repository.</summary>
public sealed class SharedClipsTests : IDisposable
{
    private const int WindowBytes = 4096;
    private const int SecondsMax = 120;

    private readonly Clips _clips = new();

    public void Dispose() => _clips.Dispose();

    [Fact]
    public async Task Every_clip_gives_results_or_a_verdict_in_time()
    {
        var files = Files();
        Assert.SkipUnless(files.Count > 0, "no clips in ../shared/data/video");
        var request = new ViewsRequest { Specs = [new ViewSpec(32, 32)], FrameEverySeconds = 2, FramesMax = 4, Audio16k = true };
        foreach (var (path, container) in files)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(SecondsMax));
            var facts = await AvProbe.RunAsync(path, container, _clips.Limits, patience.Token);
            var views = await AvViews.RunAsync(path, container, request, _clips.Limits, patience.Token);
            TestContext.Current.TestOutputHelper?.WriteLine($"{Path.GetFileName(path)}: {facts.Reason} {facts.Value}");

            Assert.Equal(facts.Reason, views.Reason);
            if (facts.Value is { Modality: Modality.Video })
                Assert.NotEmpty(views.Value!.Views);
        }
    }

    [Fact]
    public async Task Every_small_clip_is_rendered_or_refused_in_time()
    {
        var files = Files().Where(file => new FileInfo(file.Path).Length < 1 << 20).ToList();
        Assert.SkipUnless(files.Count > 0, "no clips in ../shared/data/video");
        foreach (var (path, container) in files)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(SecondsMax));
            var facts = await AvProbe.RunAsync(path, container, _clips.Limits, patience.Token);
            var made = await AvRender.RunAsync(
                path, container, new RenderRequest { SideMax = 160, Sound = SoundPolicy.Keep }, _clips.Limits, patience.Token);

            Assert.Equal(facts.Reason, made.Reason);
        }
    }

    private static List<(string Path, Container Container)> Files()
    {
        var folder = Path.Combine(Checkout.Shared, "data", "video");
        return !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(path => (path, Sniff(path)))
                .Where(file => file.Item2.IsVideoOrAudio())];
    }

    private static Container Sniff(string path)
    {
        using var file = File.OpenRead(path);
        var start = new byte[WindowBytes];
        return Sniffer.Sniff(start.AsSpan(0, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)));
    }
}
