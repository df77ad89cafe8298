using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Source;
using Mm.Data.Storage;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Source;

public sealed class TranscriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"text": "hi Bo", "words": [{"word": "hi", "start": 0, "end": 0.5}, {"word": "Bo", "start": 0.5, "end": 1}]}""")]
    [InlineData("""
        {"text": "hi Bo", "segments": [{"words": [{"word": "hi", "start": 0, "end": 0.5}]}, {"words": [{"word": "Bo", "start": 0.5, "end": 1}]}]}
        """)]
    public async Task Words_with_times_are_read_from_the_side_car(string json) =>
        Assert.Equal([new("hi", 0, 0.5), new("Bo", 0.5, 1)], (await ContentAsync(json)).Words);

    [Theory]
    [InlineData("""{"text": "hi Bo"}""")]
    [InlineData("""{"text": "hi Bo", "words": [{"word": "hi", "start": 0, "end": 0.5}, {"word": "Bo"}]}""")]
    [InlineData("""{"text": "hi Bo", "words": [{"word": "hi", "start": 2, "end": 0.5}]}""")]
    [InlineData("""{"text": "hi Bo", "segments": [{"text": "hi Bo"}]}""")]
    [InlineData("""{"text": "hi Bo", "words": ["hi", "Bo"]}""")]
    public async Task A_transcript_with_holes_is_none(string json)
    {
        var content = await ContentAsync(json);
        Assert.Empty(content.Words);
        Assert.Equal("hi Bo", content.Caption);
    }

    [Fact]
    public async Task The_same_clip_with_other_times_is_another_sample()
    {
        var first = await PlanAsync("""{"text": "hi", "words": [{"word": "hi", "start": 0, "end": 0.5}]}""");
        var second = await PlanAsync("""{"text": "hi", "words": [{"word": "hi", "start": 0, "end": 0.6}]}""");
        Assert.NotEqual(first.Id, second.Id);
    }

    private async Task<SampleContent> ContentAsync(string json) => (await (await PlanAsync(json)).ReadAsync(Cancel)).Value!;

    private async Task<PlannedSample> PlanAsync(string json)
    {
        Directory.CreateDirectory(_folder["input"]);
        await File.WriteAllTextAsync(_folder["input/clip.wav"], "sound", Cancel);
        await File.WriteAllTextAsync(_folder["input/clip.json"], json, Cancel);
        var source = await SourceOpener.OpenAsync(LocalFiles.Instance, _folder["input"], new SourceOptions(), Cancel);
        return Assert.Single((await Planner.PlanAsync(source, new ShardOptions(), Cancel)).Samples);
    }
}
