namespace Mm.Data.Pipeline;

/// <summary>The starvation meter of a phase: its source and its stages, over all shards of a run.</summary>
public sealed class PhaseMeter
{
    /// <summary>Name of the row that stands for whoever feeds the first stage: reading the input and waiting for memory.</summary>
    public const string SourceName = "source";

    private readonly StageMeter[] _stages;

    /// <param name="stages">Name and needs of each stage in the order of the chain.</param>
    public PhaseMeter(IEnumerable<(string Name, StageNeeds Needs)> stages)
    {
        Source = new StageMeter(SourceName, new StageNeeds());
        _stages = [.. stages.Select(stage => new StageMeter(stage.Name, stage.Needs))];
    }

    /// <summary>In the order of the chain, the source first.</summary>
    public IReadOnlyList<StageLoad> Loads => [Source.Load, .. _stages.Select(stage => stage.Load)];

    /// <summary>The stage that sets the pace: the one that works the largest share of its time. Null before anything ran.</summary>
    public string? Limiting => Loads.Where(load => load.Samples > 0).MaxBy(load => load.BusyShare)?.Stage;

    internal StageMeter Source { get; }

    internal StageMeter Of(int stage) => _stages[stage];
}
