using System.Buffers.Binary;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Select;

/// <summary>What samples are compared by, beside bytes and the 64-bit hash, by row; of each only what the options ask for.</summary>
internal sealed class ComparedRows(SelectOptions options)
{
    /// <summary>The hashes of each row's windows as words; empty where nobody reads them.</summary>
    public List<ulong[]?> Windows { get; private init; } = [];

    /// <summary>The embedding of each row's picture; empty where nobody reads them.</summary>
    public List<float[]?> Embeddings { get; private init; } = [];

    /// <summary>The signature of each row's caption as words, null where the caption is too short; empty where nobody reads them.</summary>
    public List<ulong[]?> Captions { get; private init; } = [];

    /// <summary>The hashes of each row's runs of words; empty where there are no evaluation sets.</summary>
    public List<ulong[]?> Grams { get; private init; } = [];

    /// <summary>The model of the embeddings, one for all rows that were measured together; null where there are none.</summary>
    public string? Model { get; private set; }

    /// <summary>The key of the signatures.</summary>
    public string? Key { get; private set; }

    public void Add(FeatureRow features)
    {
        if (options.Duplicates.CropBits is not null)
            Windows.Add(WordsOf(features.Code(KnownFeatures.WindowHashes), CropHashes.Words));
        if (options.Duplicates.SemanticCosine is not null)
            Embeddings.Add(features.Vector(KnownFeatures.ImageEmbedding));
        if (Selector.ReadsCaptions(options))
            Captions.Add(CaptionOf(features));
        if (options.Decontaminate.Count > 0)
            Grams.Add(WordsOf(features.Code(KnownFeatures.CaptionGrams), 1));
        Model ??= features.Code(KnownFeatures.EmbeddingModel);
        Key ??= features.Code(KnownFeatures.CaptionKey);
    }

    /// <summary>The same in another order, as many of them as it names.</summary>
    public ComparedRows Ordered(int[] order) => new(options)
    {
        Windows = In(order, Windows),
        Embeddings = In(order, Embeddings),
        Captions = In(order, Captions),
        Grams = In(order, Grams),
        Model = Model,
        Key = Key,
    };

    private static List<T> In<T>(int[] order, List<T> rows) => rows.Count == 0 ? [] : [.. order.Select(row => rows[row])];

    private ulong[]? CaptionOf(FeatureRow features) =>
        features.Number(KnownFeatures.CaptionWords) >= options.Duplicates.TextWordsMin
        && WordsOf(features.Code(KnownFeatures.CaptionSignature), TextNeighbours.Words) is { Length: TextNeighbours.Words } signature
            ? signature
            : null;

    // Little-endian words, as the stages write them. What is damaged is as if it were absent.
    private static ulong[]? WordsOf(string? text, int multiple)
    {
        if (text is null)
            return null;
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var count) || count == 0 || count % (multiple * sizeof(ulong)) != 0)
            return null;
        var words = new ulong[count / sizeof(ulong)];
        for (var i = 0; i < words.Length; i++)
            words[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)));
        return words;
    }
}
