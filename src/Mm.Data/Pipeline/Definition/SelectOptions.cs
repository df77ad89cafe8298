using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Pipeline.Definition;

public sealed record SelectOptions
{
    [Description("Rules, tried in order; the first that a sample breaks drops it.")]
    public IReadOnlyList<Rule> Rules { get; init; } = [];

    public DuplicateOptions Duplicates { get; init; } = new();

    [Description("What is taken of those that broke no rule and are no duplicates, step after step.")]
    public IReadOnlyList<TakeStep> Take { get; init; } = [];

    public CurriculumOptions Curriculum { get; init; } = new();

    public SplitOptions Split { get; init; } = new();
}

public sealed record DuplicateOptions
{
    [Description("Keep one of the samples whose assets have the same bytes.")]
    public bool Exact { get; init; } = true;

    [Description("Keep one of the pictures whose perceptual hashes (64 bits) differ in at most so many bits; null: do not look.")]
    [Range(0, 16)]
    public int? PerceptualBits { get; init; } = 6;

    [Description("Features that choose the one to keep, most important first; larger is better; the id breaks ties.")]
    public IReadOnlyList<string> KeepBest { get; init; } = ["alignment.cosine", "media.pixels"];
}

public sealed record SplitOptions
{
    [Description("Share of the clusters of near-duplicates that go to the evaluation split.")]
    [Range(0.0, 0.9)]
    public double Eval { get; init; } = 0.1;

    [Description("Seed of the split: another seed, another draw.")]
    public string Seed { get; init; } = "mm-data";

    [Description("Pictures whose perceptual hashes differ in at most so many bits stay on one side, even when both are kept.")]
    [Range(0, 24)]
    public int GroupBits { get; init; } = 10;
}
