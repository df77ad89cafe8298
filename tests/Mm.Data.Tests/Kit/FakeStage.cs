using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Tests.Kit;

/// <summary>A stage that does what a test says, one sample at a time.</summary>
internal sealed class FakeStage(Func<Sample, CancellationToken, Task> act, StageNeeds? needs = null) : IStage
{
    public StageNeeds Needs { get; } = needs ?? new();

    public IReadOnlyList<FeatureColumn> Columns { get; init; } = [];

    public IReadOnlyList<ViewSpec> Views { get; init; } = [];

    public IReadOnlyList<ModelUse> Models { get; init; } = [];

    public StageReads Reads { get; init; }

    /// <summary>Sizes of the batches it was given.</summary>
    public List<int> Batches { get; } = [];

    public static FakeStage Deciding(Func<Sample, Verdict?> verdict) => new((sample, _) =>
    {
        if (verdict(sample) is { } v)
            sample.Decide(v.Outcome, v.Stage, v.Reason);
        return Task.CompletedTask;
    });

    public async ValueTask RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel)
    {
        lock (Batches)
            Batches.Add(batch.Count);
        foreach (var sample in batch)
            await act(sample, cancel);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
