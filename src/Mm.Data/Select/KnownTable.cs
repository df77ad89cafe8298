using System.Numerics;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Select;

/// <summary>
/// The samples of other releases, and which of a run's are the same: by the bytes of the asset, by the perceptual hash, or as crops
/// where both were measured. Samples are added in the order of the pipeline file, then of release and id; the first that fits is told.
/// </summary>
public sealed class KnownTable(DuplicateOptions options)
{
    /// <summary>The sample stands in a release that is named by <c>duplicates.against</c>.</summary>
    public const string Released = "duplicate.release";

    /// <summary>The sample stands in an evaluation set that is named by <c>decontaminate</c>.</summary>
    public const string Contaminated = "contaminated";

    private const int UsualBits = 6;

    private readonly List<SelectRow> _rows = [];
    private readonly List<ulong[]?> _windows = [];
    private readonly List<KnownSample> _samples = [];
    private readonly Dictionary<string, int> _byDigest = new(StringComparer.Ordinal);

    /// <summary>Adds a sample, and keeps nothing of it but its hashes.</summary>
    public void Add(KnownSample known)
    {
        _byDigest.TryAdd(known.Sample.AssetSha256, _rows.Count);
        _rows.Add(SelectTableBuilder.RowOf(known.Sample));
        _windows.Add(options.CropBits is null ? null : SelectTableBuilder.WindowsOf(known.Sample.Features));
        _samples.Add(known with { Sample = known.Sample with { Features = new() } });
    }

    /// <summary>Drops the live rows that are known.</summary>
    internal void Drop(SelectTable table, Choices choices)
    {
        if (_rows.Count == 0)
            return;
        var live = choices.Live();
        foreach (var row in live)
        {
            if (_byDigest.TryGetValue(table.Rows[row].AssetSha256, out var known))
                Drop(choices, row, known, 0);
        }

        DropNear(table, choices);
        if (options.CropBits is { } bits)
            DropCrops(table, choices, bits);
    }

    private void DropNear(SelectTable table, Choices choices)
    {
        var near = new Neighbours(options.PerceptualBits ?? UsualBits, _rows.Count);
        for (var known = 0; known < _rows.Count; known++)
        {
            if (_rows[known].HasHash)
                near.Add(known, _rows[known].Hash);
        }

        foreach (var row in choices.Live().Where(row => table.Rows[row].HasHash))
        {
            var own = table.Rows[row];
            var best = near.Within(own.Hash).Where(entry => _rows[entry.Row].Modality == own.Modality)
                .Select(entry => (Bits: BitOperations.PopCount(entry.Hash ^ own.Hash), entry.Row)).Order().Take(1).ToArray();
            if (best is [var (bits, known)])
                Drop(choices, row, known, bits);
        }
    }

    private void DropCrops(SelectTable table, Choices choices, int bits)
    {
        var first = new Dictionary<int, int>();
        var count = table.Count;
        new CropHashes([.. table.Windows, .. _windows], bits).Pairs((one, other) =>
        {
            var (row, known) = (Math.Min(one, other), Math.Max(one, other) - count);
            if (row < count && known >= 0 && table.Rows[row].Modality == _rows[known].Modality
                && (!first.TryGetValue(row, out var before) || known < before))
                first[row] = known;
        });
        foreach (var (row, known) in first.Where(pair => choices.IsLive(pair.Key)))
            Drop(choices, row, known, 0);
    }

    private void Drop(Choices choices, int row, int known, int bits)
    {
        choices.Reasons[row] = _samples[known].Reason;
        choices.Known[row] = _samples[known].Match;
        choices.Bits[row] = (byte)bits;
    }
}
