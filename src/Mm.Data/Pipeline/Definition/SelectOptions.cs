using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Pipeline.Definition;

public sealed record SelectOptions
{
    [Description("Rules, tried in order; the first that a sample breaks drops it.")]
    public IReadOnlyList<Rule> Rules { get; init; } = [];

    public DuplicateOptions Duplicates { get; init; } = new();

    [Description("Evaluation sets, as releases or as folders of pictures and captions: "
        + "what stands in one of them is dropped (contaminated).")]
    public IReadOnlyList<KnownSet> Decontaminate { get; init; } = [];

    [Description("What is taken of those that broke no rule and are no duplicates, step after step.")]
    public IReadOnlyList<TakeStep> Take { get; init; } = [];

    public CurriculumOptions Curriculum { get; init; } = new();

    public SplitOptions Split { get; init; } = new();

    /// <summary>The same without places on this machine.</summary>
    internal SelectOptions WithoutPaths() => this with
    {
        Duplicates = Duplicates with { Against = [.. Duplicates.Against.Select(set => set with { Path = "" })] },
        Decontaminate = [.. Decontaminate.Select(set => set with { Path = "" })],
    };
}

public sealed record DuplicateOptions
{
    [Description("Keep one of the samples whose assets have the same bytes.")]
    public bool Exact { get; init; } = true;

    [Description("Keep one of the pictures whose perceptual hashes (64 bits) differ in at most so many bits; null: do not look.")]
    [Range(0, 16)]
    public int? PerceptualBits { get; init; } = 6;

    /// <summary>What tells crops from other pictures (docs/duplicates.md).</summary>
    public const int UsualCropBits = 72;

    [Description("Keep one of the pictures of which one is a crop of the other, told by windows whose hashes (256 bits) differ in at most "
        + "so many bits; 72 tells crops from other pictures. Needs the stage hashes with crops: true. null: do not look.")]
    [Range(0, 100)]
    public int? CropBits { get; init; }

    [Description("Keep one of the pictures whose embeddings (alignment.image-embedding) have a cosine of at least so much, such as 0.97: "
        + "they show the same. null: do not look.")]
    [Range(0.9, 1.0)]
    public double? SemanticCosine { get; init; }

    /// <summary>What tells captions that were changed in a word or two from others (docs/duplicates.md).</summary>
    public const double UsualTextJaccard = 0.8;

    [Description("Keep one of the samples whose captions have at least such a share of words and word pairs in common, such as 0.8. Needs "
        + "the stage caption-hashes. null: do not look.")]
    [Range(0.3, 1.0)]
    public double? TextJaccard { get; init; }

    [Description("Captions of fewer words are not compared: short ones are alike by chance.")]
    [Range(1, 1000)]
    public int TextWordsMin { get; init; } = 3;

    [Description("Releases whose samples are dropped here (duplicate.release): what was published once is not published again.")]
    public IReadOnlyList<KnownSet> Against { get; init; } = [];

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
