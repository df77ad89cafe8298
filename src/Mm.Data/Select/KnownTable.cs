using System.Numerics;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Select;

/// <summary>
/// The samples of other releases and evaluation sets, and which of a run's are the same: by the bytes of the asset, by the perceptual
/// hash, and where both were measured as crops, by embedding, by caption and by what a caption quotes. Samples are added in the order of
/// the pipeline file, then of release and id; the first that fits is told.
/// </summary>
public sealed class KnownTable(SelectOptions options)
{
    /// <summary>The sample stands in a release that is named by <c>duplicates.against</c>.</summary>
    public const string Released = "duplicate.release";

    /// <summary>The sample stands in an evaluation set that is named by <c>decontaminate</c>.</summary>
    public const string Contaminated = "contaminated";

    /// <summary>Fact: the share of words and word pairs that two captions have in common.</summary>
    internal const string Jaccard = "duplicate.jaccard";

    /// <summary>Fact: the cosine of two pictures' embeddings.</summary>
    internal const string Cosine = "duplicate.cosine";

    private const int UsualBits = 6;

    private readonly List<SelectRow> _rows = [];
    private readonly List<KnownSample> _samples = [];
    private readonly List<ulong[]?> _windows = [];
    private readonly List<(string Model, float[] Vector)?> _embeddings = [];
    private readonly List<(string Key, ulong[] Signature)?> _captions = [];
    private readonly QuotedCaptions _quoted = new();
    private readonly Dictionary<string, int> _byDigest = new(StringComparer.Ordinal);

    /// <summary>Adds a sample, and keeps nothing of it but what it is compared by.</summary>
    public void Add(KnownSample known)
    {
        var compared = new ComparedRows(options);
        compared.Add(known.Sample.Features);
        _byDigest.TryAdd(known.Sample.AssetSha256, _rows.Count);
        _rows.Add(SelectTableBuilder.RowOf(known.Sample));
        _windows.Add(compared.Windows.FirstOrDefault());
        _embeddings.Add(compared is { Model: { } model, Embeddings: [{ } vector] } ? (model, vector) : null);
        _captions.Add(compared is { Key: { } key, Captions: [{ } signature] } ? (key, signature) : null);
        if (known.Reason == Contaminated && compared is { Key: { } own, Grams: [{ } grams] })
            _quoted.Add(own, grams, _samples.Count);
        _samples.Add(known with { Sample = known.Sample with { Features = new() } });
    }

    /// <summary>Drops the live rows that are known.</summary>
    internal void Drop(SelectTable table, Choices choices)
    {
        if (_rows.Count == 0)
            return;
        foreach (var row in choices.Live())
        {
            if (_byDigest.TryGetValue(table.Rows[row].AssetSha256, out var known))
                Drop(choices, row, known, KnownMatch.ByBytes);
        }

        DropNear(table, choices);
        if (options.Duplicates.CropBits is { } bits)
            DropCrops(table, choices, bits);
        if (options.Duplicates.SemanticCosine is { } cosine)
            DropAlike(table, choices, cosine);
        if (Selector.ReadsCaptions(options))
            DropCaptions(table, choices, options.Duplicates.TextJaccard ?? DuplicateOptions.UsualTextJaccard);
        if (table.Compared is { Key: { } key, Grams.Count: > 0 })
            DropQuotes(table, choices, key);
    }

    private void DropNear(SelectTable table, Choices choices)
    {
        var near = new Neighbours(options.Duplicates.PerceptualBits ?? UsualBits, _rows.Count);
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
            if (best is not [var (bits, known)])
                continue;
            Drop(choices, row, known, KnownMatch.ByHash);
            choices.Bits[row] = (byte)bits;
        }
    }

    private void DropCrops(SelectTable table, Choices choices, int bits)
    {
        var first = new FirstMatches(this, table, choices, _ => true);
        new CropHashes([.. table.Compared.Windows, .. _windows], bits).Pairs(first.Look);
        foreach (var (row, known) in first.Found)
            Drop(choices, row, known, KnownMatch.ByCrop);
    }

    // Embeddings of two models have nothing to do with each other.
    private void DropAlike(SelectTable table, Choices choices, double cosine)
    {
        var first = new FirstMatches(this, table, choices, _ => true);
        var vectors = _embeddings.Select(known => known?.Model == table.Compared.Model ? known?.Vector : null);
        var same = new SemanticNeighbours([.. table.Compared.Embeddings, .. vectors], cosine);
        same.PairsOf(first.IsWanted, first.Look);
        foreach (var (row, known) in first.Found)
        {
            Drop(choices, row, known, KnownMatch.ByEmbedding);
            choices.Likenesses[row] = new(Cosine, same.Cosine(row, table.Count + known), cosine);
        }
    }

    // A caption alone makes no duplicate of another release unless that is asked for; an evaluation set's must not be trained on.
    private void DropCaptions(SelectTable table, Choices choices, double jaccard)
    {
        var isAsked = options.Duplicates.TextJaccard is not null;
        var first = new FirstMatches(this, table, choices, known => isAsked || _samples[known].Reason == Contaminated);
        var signatures = _captions.Select(known => known?.Key == table.Compared.Key ? known?.Signature : null);
        var alike = new TextNeighbours([.. table.Compared.Captions, .. signatures], jaccard);
        alike.Across(table.Count, (row, known) =>
        {
            if (first.IsWanted(row, known) && alike.AreNear(row, known))
                first.Look(row, known);
        });
        foreach (var (row, known) in first.Found)
        {
            Drop(choices, row, known, KnownMatch.ByCaption);
            choices.Likenesses[row] = new(Jaccard, alike.Likeness(row, table.Count + known), jaccard);
        }
    }

    private void DropQuotes(SelectTable table, Choices choices, string key)
    {
        foreach (var row in choices.Live())
        {
            if (_quoted.FirstWith(key, table.Compared.Grams[row]) is { } known)
                Drop(choices, row, known, KnownMatch.ByQuote);
        }
    }

    private void Drop(Choices choices, int row, int known, string by)
    {
        choices.Reasons[row] = _samples[known].Reason;
        choices.Known[row] = _samples[known].Match with { By = by };
    }

    /// <summary>Of each live row the first known sample that matches it; known ones are numbered behind the rows.</summary>
    private sealed class FirstMatches(KnownTable known, SelectTable table, Choices choices, Func<int, bool> counts)
    {
        public SortedDictionary<int, int> Found { get; } = [];

        /// <summary>Whether a pair, in any order, is of a live row and a known sample of its modality, earlier than what was
        /// found.</summary>
        public bool IsWanted(int one, int other)
        {
            var (row, at) = Of(one, other);
            return row < table.Count && at >= 0 && choices.IsLive(row) && table.Rows[row].Modality == known._rows[at].Modality
                && counts(at) && (!Found.TryGetValue(row, out var before) || at < before);
        }

        public void Look(int one, int other)
        {
            var (row, at) = Of(one, other);
            if (IsWanted(one, other))
                Found[row] = at;
        }

        private (int Row, int Known) Of(int one, int other) => (Math.Min(one, other), Math.Max(one, other) - table.Count);
    }
}
