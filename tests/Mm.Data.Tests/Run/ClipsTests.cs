using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Tests.Decode.Av.Cutting;
using Mm.Data.Tests.Kit;
using Mm.Data.Write;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>Films that are cut into clips through the real program, without models.</summary>
public sealed class ClipsTests : IDisposable
{
    private const string Pipeline = """
        name: clips
        version: 1
        source: { name: films, licence: mit, clips: { secondsMin: 1 } }
        measure:
          - stage: media
          - stage: text-pii
        select:
          duplicates: { exact: true, perceptualBits: null, keepBest: [media.pixels] }
          split: { eval: 0.5, seed: any }
        publish: { keptMin: 0 }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly Decode.Av.Clips _films = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _films.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_film_is_clips_with_its_caption_in_order_and_in_one_split_on_any_number_of_workers()
    {
        Directory.CreateDirectory(_folder["input"]);
        var made = _films.Make("harbour.mp4", $"{ScenesFilm.Inputs(2, 3, 2)} -c:v libx264 -preset veryfast -g 20 -c:a aac");
        File.Copy(made, _folder["input/harbour.mp4"]);
        await File.WriteAllTextAsync(_folder["input/harbour.txt"], "Ships come and go.", Cancel);
        File.Copy(_films.Make("short.mp4", "-f lavfi -i testsrc2=s=64x64:d=0.5 -c:v libx264"), _folder["input/short.mp4"]);

        await RunAsync("release", "1");
        await RunAsync("again", "3");

        var reader = await ReleaseReader.OpenAsync(_folder["release"], Cancel);
        var rows = await reader.RowsAsync(split: null, Cancel).ToListAsync(Cancel);
        Assert.Equal(3, rows.Count);
        Assert.Single(rows.Select(row => row.Split).Distinct());
        Assert.Single(rows.Select(row => row.Sample.Id[..24]).Distinct());
        Assert.Equal([1.0, 2, 3], rows.Select(row => row.Sample.Scores["clip.number"]!.Value));
        Assert.All(rows, row => Assert.Equal("Ships come and go.", row.Sample.Text));
        Assert.All(rows, row => Assert.Equal(Modality.Video, row.Sample.Modality));
        Assert.Equal([2.0, 3, 2], rows.Select(row => Math.Round(row.Sample.DurationSeconds, 1)));
        Assert.Equal(1, reader.Manifest.Counts.Measure.Reasons["dropped"]["clip.none"]);
        Assert.Equal(
            await File.ReadAllBytesAsync(_folder["release/manifest.json"], Cancel), await File.ReadAllBytesAsync(_folder["again/manifest.json"], Cancel));
    }

    private async Task RunAsync(string output, string workers)
    {
        await File.WriteAllTextAsync(_folder["pipeline.yaml"], Pipeline, Cancel);
        var run = await Mmdata.RunAsync(
            _folder["state-" + output], Cancel,
            ["run", _folder["pipeline.yaml"], "--input", _folder["input"], "--output", _folder[output], "--workers", workers]);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
    }
}
