using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Expressions;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Select;

/// <summary>
/// Decides on the features of the whole run: rules, then what other releases have, then duplicates among those that pass, then what is
/// taken of the rest, then the split of those that stay. A pure function of the set of samples: their order does not matter. Without
/// steps of <c>take</c>, deciding again on what was kept keeps all of it with the same splits.
/// </summary>
public static class Selector
{
    public const string Stage = "select";
    public const string Train = "train";
    public const string Eval = "eval";

    /// <summary>The features that are read under these options; the others need not be there.</summary>
    public static IReadOnlySet<string> Reads(SelectOptions options) => new HashSet<string>(
        [
            KnownFeatures.Modality, KnownFeatures.PerceptualHash, KnownFeatures.FlatPicture, KnownFeatures.Document,
            KnownFeatures.Film,
            .. options.Duplicates.CropBits is null ? Array.Empty<string>() : [KnownFeatures.WindowHashes],
            .. options.Duplicates.SemanticCosine is null
                ? Array.Empty<string>()
                : [KnownFeatures.ImageEmbedding, KnownFeatures.EmbeddingModel],
            .. ReadsCaptions(options)
                ? [KnownFeatures.CaptionSignature, KnownFeatures.CaptionWords, KnownFeatures.CaptionKey]
                : Array.Empty<string>(),
            .. options.Decontaminate.Count > 0 ? [KnownFeatures.CaptionGrams] : Array.Empty<string>(),
            .. Named(options),
        ],
        StringComparer.Ordinal);

    /// <summary>Whether captions are compared where they were hashed: evaluation sets are always held against by them.</summary>
    internal static bool ReadsCaptions(SelectOptions options) =>
        options.Duplicates.TextJaccard is not null || options.Decontaminate.Count > 0;

    /// <summary>As the other overload, from rows in any order; only those that Measure kept are decided on.</summary>
    /// <exception cref="ArgumentException">Two samples have one id.</exception>
    public static Decisions Decide(
        IEnumerable<MeasuredSample> measured, SelectOptions options, SoundPolicy sound, KnownTable? known = null)
    {
        var table = new SelectTableBuilder(options);
        foreach (var sample in measured)
            table.Add(sample);
        return Decide(table.Build(), options, sound, known);
    }

    /// <summary>One decision for each row, ordered by id.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="options">The settings.</param>
    /// <param name="sound">What becomes of sound.</param>
    /// <param name="known">The samples of other releases that they are held against; null: of none.</param>
    public static Decisions Decide(SelectTable table, SelectOptions options, SoundPolicy sound, KnownTable? known = null)
    {
        var choices = new Choices(table.Count);
        var rules = new Rules(table, options.Rules);
        ApplyRules(table, choices, rules, options.Rules, sound);
        known?.Drop(table, choices);
        new Duplicates(table, choices, options.Duplicates).Drop(choices.Live());
        new Taking(table, choices, options).Run();

        var kept = choices.Live();
        Draw(table, choices, kept, options.Split);
        if (options.Curriculum.Easy is { } easy)
            choices.Difficulty = Curriculum.Of(table.Column(easy), kept);
        for (var row = 0; row < table.Count; row++)
        {
            if (choices.DuplicateOf[row] is >= 0 and var twin)
                choices.Clusters[row] = choices.Clusters[twin];
        }

        return new Decisions(table, choices, options, rules);
    }

    /// <summary>The features that the options name, each once.</summary>
    internal static string[] Named(SelectOptions options) =>
    [
        .. options.Duplicates.KeepBest
            .Concat(options.Rules.SelectMany(rule => rule.Condition is { } text ? Expression.Parse(text).Features : [rule.Feature!]))
            .Concat(options.Rules.Where(rule => rule.Auto).Select(rule => rule.Feature + KnownFeatures.DecoySuffix))
            .Concat(options.Take.SelectMany(step => new[] { step.Best, step.Within }).OfType<string>())
            .Except([Taking.Cluster], StringComparer.Ordinal)
            .Concat(options.Curriculum.Easy is { } easy ? [easy] : [])
            .Distinct(StringComparer.Ordinal),
    ];

    private static void ApplyRules(
        SelectTable table, Choices choices, Rules compiled, IReadOnlyList<Rule> rules, SoundPolicy sound)
    {
        for (var row = 0; row < table.Count; row++)
        {
            if (sound is SoundPolicy.Remove && table.Rows[row].Modality is Modality.Audio)
            {
                choices.Reasons[row] = "sound.removed";
                continue;
            }

            var broken = compiled.Broken(row);
            choices.Rules[row] = (short)broken;
            if (broken < rules.Count)
                choices.Reasons[row] = rules[broken].Reason;
        }
    }

    // Near-duplicates and the rows of a document are drawn as one, so that none is trained on while another is evaluated on.
    private static void Draw(SelectTable table, Choices choices, int[] kept, SplitOptions options)
    {
        var groups = Groups.OfDocuments(table, kept, options.GroupBits);
        for (var i = 0; i < kept.Length; i++)
        {
            var named = groups[i];
            if (double.IsNaN(choices.Draws[named]))
            {
                var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{options.Seed}:{table.Rows[named].AssetSha256}"));
                choices.Draws[named] = (BinaryPrimitives.ReadUInt64BigEndian(digest) >> 11) * double.Exp2(-53); // uniform in [0, 1)
            }

            choices.Clusters[kept[i]] = named;
            choices.Draws[kept[i]] = choices.Draws[named];
        }
    }
}
