using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Audit;

public sealed class SampleTraceTests : IDisposable
{
    private readonly TinyRelease _tiny = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task A_kept_sample_has_three_proved_events_features_and_a_row()
    {
        await _tiny.PublishAsync();
        var story = await SampleTrace.ReadAsync(_tiny.Output, TinyRelease.Ids[1], Cancel);

        Assert.Equal([Phase.Measure, Phase.Select, Phase.Render], story.Events.Select(traced => traced.Event.Phase));
        Assert.All(story.Events, traced => Assert.True(traced.Proved));
        Assert.Equal(("audit/select.jsonl", 2L), (story.Events[1].File, story.Events[1].Line));
        Assert.Equal("train", story.Split);
        Assert.Equal(new RowPlace("train", "train/part-00000.parquet", 1), story.Row);
        Assert.Equal(0.3, story.Features!.Features.Number("alignment.cosine"));
    }

    [Fact]
    public async Task A_duplicate_names_the_sample_kept_in_its_place()
    {
        await _tiny.PublishAsync();
        var story = await SampleTrace.ReadAsync(_tiny.Output, TinyRelease.Ids[6], Cancel);

        Assert.Equal(TinyRelease.Ids[0], story.DuplicateOf);
        Assert.Equal("duplicate.exact", story.Events[^1].Event.Verdict.Reason);
        Assert.Null(story.Row);
    }

    [Fact]
    public async Task The_beginning_of_an_id_is_enough()
    {
        await _tiny.PublishAsync();

        Assert.Equal(TinyRelease.Ids[2], (await SampleTrace.ReadAsync(_tiny.Output, TinyRelease.Ids[2][..10], Cancel)).Id);
    }

    [Fact]
    public async Task A_beginning_that_several_share_lists_them()
    {
        await _tiny.PublishAsync();
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => SampleTrace.ReadAsync(_tiny.Output, "sample-0", Cancel));

        Assert.Contains("8 samples", error.Message, StringComparison.Ordinal);
        Assert.Contains(TinyRelease.Ids[7], error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("samp")]
    [InlineData("sample-99")]
    public async Task An_id_too_short_or_unknown_is_a_configuration_error(string id)
    {
        await _tiny.PublishAsync();

        await Assert.ThrowsAsync<ConfigurationException>(() => SampleTrace.ReadAsync(_tiny.Output, id, Cancel));
    }

    [Fact]
    public async Task An_event_changed_after_the_fact_is_not_proved()
    {
        await _tiny.PublishAsync();
        var at = _tiny.Events.FindIndex(auditEvent => auditEvent.SampleId == TinyRelease.Ids[1] && auditEvent.Phase is Phase.Select);
        _tiny.Events[at] = _tiny.Events[at] with { Verdict = new Verdict(Outcome.Kept, "select", "other") };
        await _tiny.ResealAsync();
        var story = await SampleTrace.ReadAsync(_tiny.Output, TinyRelease.Ids[1], Cancel);

        Assert.Equal([true, false, true], story.Events.Select(traced => traced.Proved));
    }
}
