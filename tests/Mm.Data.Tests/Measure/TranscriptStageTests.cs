using Mm.Data.Measure;
using Mm.Data.Pipeline;
using Xunit;

namespace Mm.Data.Tests.Measure;

public sealed class TranscriptStageTests
{
    private static readonly SpokenWord[] Words =
    [
        new(" Please", 0, 0.4), new(" write", 0.4, 0.8), new(" to", 0.8, 1), new(" jane@example.org", 1, 2.5), new(" today.", 2.5, 3),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Personal_data_is_told_by_when_it_is_heard()
    {
        await using var stage = new TranscriptStage(new());
        using var sample = new Sample("clip", 0) { Words = Words };
        await stage.RunAsync([sample], Cancel);

        Assert.Equal([1f, 2.5f], sample.Features.Vector("transcript.personal-intervals")!);
        Assert.Equal([0f, 0.4f, 0.4f, 0.8f, 0.8f, 1f, 1f, 2.5f, 2.5f, 3f], sample.Features.Vector("transcript.intervals")!);
        Assert.Equal(1, sample.Features.Number("transcript.personal-count"));
    }

    [Fact]
    public async Task Without_a_transcript_nothing_is_told()
    {
        await using var stage = new TranscriptStage(new());
        using var sample = new Sample("clip", 0) { Caption = "jane@example.org" };
        await stage.RunAsync([sample], Cancel);
        Assert.Empty(sample.Features.Names);
    }

    [Fact]
    public async Task A_transcript_too_long_to_be_searched_quarantines()
    {
        await using var stage = new TranscriptStage(new());
        using var sample = new Sample("clip", 0) { Words = [.. Enumerable.Range(0, 20_000).Select(i => new SpokenWord("word", i, i))] };
        await stage.RunAsync([sample], Cancel);
        Assert.Equal((Outcome.Quarantined, "transcript.unreadable"), (sample.Verdict.Outcome, sample.Verdict.Reason));
    }
}
