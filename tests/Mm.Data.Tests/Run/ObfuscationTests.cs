using Mm.Data.Audit;
using Mm.Data.Publish;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>Blur and mosaic exist, and nowhere pass for redaction: not in a row, the audit, the manifest or the card.</summary>
public sealed class ObfuscationTests
{
    /// <summary>A detector that sees blurred faces, too.</summary>
    private const int Faint = 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("blur")]
    [InlineData("mosaic")]
    public async Task A_style_that_leaves_something_is_recorded_as_obfuscated_and_never_as_redacted(string style)
    {
        await using var run = await StartAsync();
        var result = await run.RunAsync("release", [1, 2, 3], $"render.fill[0].style={style}", "render.recheck=0");

        Assert.Equal(3, result.Manifest.Obfuscations["face"]);
        Assert.Empty(result.Manifest.Redactions);
        var reader = await ReleaseReader.OpenAsync(run["release"], Cancel);
        await foreach (var row in reader.RowsAsync(null, Cancel))
        {
            Assert.Equal(("", "face:1"), (row.Sample.RedactionSummary, row.Sample.ObfuscationSummary));
            var view = await run.ShowAsync(row.Sample.Asset);
            var source = MarkedPictures.Pixels(MarkedPictures.Number(view));
            Assert.NotEqual(Face(source, MarkedPictures.Width), Face(view.Pixels.Span, view.Spec.Width));
        }

        var rendered = (await Releases.EventsAsync(run["release"], Cancel)).Where(e => e.Obfuscations.Count > 0).ToArray();
        Assert.Equal(3, rendered.Length);
        Assert.All(rendered, e => Assert.Empty(e.Redactions));
        Assert.Empty((await Verifier.VerifyAsync(run["release"], new VerifyOptions(), Cancel)).Findings);
        var card = await File.ReadAllTextAsync(Path.Combine(run["release"], ReleasePaths.Card), Cancel);
        Assert.Contains("No redaction was made", card, StringComparison.Ordinal);
        Assert.Contains("only obfuscated", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_blur_still_shows_the_detector_is_filled_solid()
    {
        await using var run = await StartAsync(Faint);
        var result = await run.RunAsync("release", [1, 2, 3], "render.fill[0].style=blur");

        Assert.Equal((3, 3), (result.Manifest.Obfuscations["face"], result.Manifest.Redactions["face"]));
        await foreach (var row in (await ReleaseReader.OpenAsync(run["release"], Cancel)).RowsAsync(null, Cancel))
            Assert.Empty(MarkedPictures.Faces(await run.ShowAsync(row.Sample.Asset), Faint));
    }

    private static Task<HandMadeRun> StartAsync(int redOverBlue = 120) => HandMadeRun.StartAsync(
        new ScriptedDetector((view, _) => new(MarkedPictures.Faces(view, redOverBlue))) { View = MarkedPictures.View });

    private static byte[] Face(ReadOnlySpan<byte> pixels, int width)
    {
        var face = new List<byte>();
        for (var y = MarkedPictures.Top; y < MarkedPictures.Bottom; y++)
            face.AddRange(pixels.Slice(3 * ((y * width) + MarkedPictures.Left), 3 * (MarkedPictures.Right - MarkedPictures.Left)));
        return [.. face];
    }
}
