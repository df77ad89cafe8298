using System.Text.Json;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Publish;
using Mm.Data.Run.Reselect;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run.Reselect;

/// <summary>Deciding again on the features of a release. <see cref="TinyRelease"/> says what was decided before.</summary>
public sealed class ReselectorTests : IDisposable
{
    private static readonly PipelineDefinition Pipeline = new()
    {
        Name = "tiny",
        Version = 1,
        Measure = [new StageEntry { Stage = "media" }],
        Select = new SelectOptions
        {
            Rules = [new Rule { Condition = "alignment.cosine >= 0.2", Reason = "alignment.low" }],
            Split = new SplitOptions { Eval = 0 },
        },
        Render = new RenderOptions { ReplaceText = [] },
    };

    private readonly TinyRelease _release = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _release.Dispose();

    [Fact]
    public async Task The_difference_to_what_was_decided_before_is_told_with_every_sample_that_moved()
    {
        await PublishAsync();
        var moved = new List<SampleMove>();

        var difference = await RunAsync(moved.Add);

        // Of seven that were measured one was a duplicate and one too low; the one for evaluation goes to train.
        Assert.Equal((7, 5L, 7), (difference.Entered, difference.KeptBefore, difference.Kept));
        Assert.Equal(
            [
                new DecisionMove("alignment.low", "kept in train", 1), new DecisionMove("duplicate.exact", "kept in train", 1),
                new DecisionMove("kept in eval", "kept in train", 1),
            ],
            difference.Moves);
        Assert.Equal(
            new[] { 3, 5, 6 }.Select(i => TinyRelease.Ids[i]), moved.Select(move => move.Id));
    }

    [Fact]
    public async Task Settings_of_select_may_be_changed_and_the_changed_pipeline_is_a_file_that_loads_the_same()
    {
        await PublishAsync();

        var difference = await RunAsync(_ => { }, "select.rules[0].rule=alignment.cosine > 0.5", "select.split.seed=other");

        Assert.Equal((0, 7), (difference.Kept, difference.Dropped["alignment.low"]));
        var file = Path.Combine(_release.Output, "..", "changed.yaml");
        await File.WriteAllTextAsync(file, PipelineText.Of(difference.Pipeline), Cancel);
        Assert.Equal(
            difference.Pipeline.Fingerprint, PipelineFile.Load(file, new StageCatalog(typeof(Sample).Assembly), []).Fingerprint);
        Assert.Equal("other", difference.Pipeline.Select.Split.Seed);
    }

    [Theory]
    [InlineData("measure.media=1", "only select and render.sound can be decided again")]
    [InlineData("select.rules[0].rule=alignment.cosin > 1", "character 1: no feature alignment.cosin is measured; did you mean alignment.cosine?")]
    [InlineData("select.rules[0].rule=alignment.cosine >", "character 19 (behind \"alignment.cosine >\"): the end was not expected")]
    [InlineData("select.duplicates.keepBest=[text.words]", "no stage in measure writes text.words")]
    [InlineData("select.take=[{best: alignment.cosine, reason: a}]", "select.take[0]: a step needs one of share, count and mix")]
    [InlineData("select.take=[{count: 3, within: alignment.cosine, reason: a}]", "select.take[0].within must name a code or a flag")]
    [InlineData("select.take=[{mix: {a: 1}, reason: a}]", "weights need within")]
    [InlineData("select.take=[{mix: {a: 0}, within: cluster, reason: a}]", "a weight is above 0")]
    [InlineData("select.rules[0].min=1", "either a condition or a feature")]
    [InlineData("select.curriculum.easy=margin", "select.curriculum.easy: no stage in measure writes margin")]
    public async Task What_does_not_fit_is_told(string set, string problem)
    {
        await PublishAsync();

        var fault = await Assert.ThrowsAsync<ConfigurationException>(() => RunAsync(_ => { }, set));

        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_has_measured_and_not_decided_can_be_tried_with_a_pipeline_file()
    {
        await _release.StageAsync();
        File.Delete(Path.Combine(_release.Staging, "audit", "select.jsonl"));
        await Assert.ThrowsAsync<ConfigurationException>(() => RunAsync(_ => { }));
        var file = Path.Combine(_release.Staging, "..", "own.yaml");
        await File.WriteAllTextAsync(file, PipelineText.Of(Pipeline), Cancel);

        var difference = await new Reselector(new StageCatalog(typeof(Sample).Assembly)).RunAsync(
            new ReselectRequest { Folder = _release.Staging, Pipeline = file }, _ => { }, Cancel);

        Assert.Null(difference.KeptBefore);
        Assert.Equal(7, difference.Kept);
        Assert.Empty(difference.Moves);
    }

    [Fact]
    public async Task The_command_prints_writes_and_exits_as_documented()
    {
        await PublishAsync();
        using var folder = new TemporaryFolder();
        string[] command =
        [
            "select", _release.Output, "--set", "select.rules[0].rule=alignment.cosine > 0.5", "--write", folder["new.yaml"],
            "--changes", folder["changes.jsonl"], "--json",
        ];

        var ran = await Mmdata.RunAsync(folder["state"], Cancel, command);
        var again = await Mmdata.RunAsync(folder["state"], Cancel, command);

        Assert.True(ran.ExitCode == 0, ran.Errors);
        Assert.Equal(7, JsonDocument.Parse(ran.Output).RootElement.GetProperty("dropped").GetProperty("alignment.low").GetInt32());
        Assert.Contains("rule: \"alignment.cosine", await File.ReadAllTextAsync(folder["new.yaml"], Cancel), StringComparison.Ordinal);
        Assert.Equal(6, (await File.ReadAllLinesAsync(folder["changes.jsonl"], Cancel)).Length);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("new.yaml exists", again.Errors, StringComparison.Ordinal);
    }

    private async Task PublishAsync()
    {
        await _release.StageAsync();
        var result = await Publisher.PublishAsync(_release.Draft() with { Pipeline = Pipeline }, Cancel);
        Assert.Equal(PublishStatus.Published, result.Status);
        Assert.Equal(result.Manifest.Pipeline.Fingerprint, result.Manifest.Documents.Single(file => file.Path == "pipeline.json").Sha256);
    }

    private Task<SelectionDifference> RunAsync(Action<SampleMove> moved, params string[] overrides) =>
        new Reselector(new StageCatalog(typeof(Sample).Assembly)).RunAsync(
            new ReselectRequest { Folder = _release.Output, Overrides = overrides }, moved, Cancel);
}
