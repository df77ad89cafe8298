using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Pipeline.Definition;

/// <summary>How a release is evaluated before it is published, and by <c>mmdata eval</c> (docs/evaluation.md).</summary>
public sealed record EvaluateOptions
{
    [Description("Rows that are evaluated: all, or those of one split.")]
    public EvaluatedSplit Split { get; init; } = EvaluatedSplit.All;

    [Description("Rows that are ranked among each other at most, drawn by the seed: recall is easier among fewer, so keep it where "
        + "releases are compared.")]
    [Range(2, 100_000)]
    public int RowsMax { get; init; } = 10_000;

    [Description("Pairs of a batch of the contrastive loss: it is harder among more.")]
    [Range(2, 4096)]
    public int Batch { get; init; } = 256;

    [Description("Resamples of the bootstrap.")]
    [Range(100, 10_000)]
    public int Resamples { get; init; } = 1000;

    [Description("Confidence of the intervals.")]
    [Range(0.5, 0.999)]
    public double Confidence { get; init; } = 0.95;

    [Description("Seed of the draw and of the bootstrap.")]
    public string Seed { get; init; } = "mm-data";

    [Description("What a release must reach, or it is not published. What is left out is not asked for.")]
    public GateOptions Gate { get; init; } = new();
}

public enum EvaluatedSplit : byte
{
    All,
    Train,
    Eval,
}

/// <summary>Thresholds of the gate; of figures that go both ways the worse one counts.</summary>
public sealed record GateOptions
{
    [Description("Fewest rows that could be ranked.")]
    [Range(1, 100_000)]
    public int? RowsMin { get; init; }

    [Description("Lowest recall at 1, from picture to caption and from caption to picture.")]
    [Range(0.0, 1.0)]
    public double? RecallAt1Min { get; init; }

    [Description("Lowest recall at 5.")]
    [Range(0.0, 1.0)]
    public double? RecallAt5Min { get; init; }

    [Description("Lowest recall at 10.")]
    [Range(0.0, 1.0)]
    public double? RecallAt10Min { get; init; }

    [Description("Highest median rank; 1 is best.")]
    [Range(1, 100_000)]
    public double? MedianRankMax { get; init; }

    [Description("Highest contrastive loss in nats.")]
    [Range(0.0, 1000.0)]
    public double? LossMax { get; init; }

    [Description("Highest share of the rows of eval whose picture, or a near-duplicate of it, is in train.")]
    [Range(0.0, 1.0)]
    public double? LeakageMax { get; init; }
}
