using System.Buffers.Binary;
using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Evaluate;

/// <summary>Retrieval both ways and contrastive loss of a release's pairs.</summary>
public sealed record RetrievalFigures
{
    [Description("Pairs that were ranked among each other. Recall is easier among fewer.")]
    public required int Candidates { get; init; }

    [Description("From the picture to its caption.")]
    public required SideRecall Captions { get; init; }

    [Description("From the caption to its picture.")]
    public required SideRecall Images { get; init; }

    [Description("Contrastive loss (InfoNCE, mean of both directions) in nats.")]
    public required Estimate Loss { get; init; }

    [Description("Pairs of a batch of the loss; chance is the logarithm of it.")]
    public required int Batch { get; init; }

    [Description("Temperature of the loss: 1 over the model's logit scale.")]
    public required double Temperature { get; init; }

    /// <summary>Null where there are not two pairs.</summary>
    /// <param name="pairs">In any order.</param>
    /// <param name="options">Seed, resamples and batch.</param>
    /// <param name="logitScale">Of the model.</param>
    /// <param name="cancel">Gives up.</param>
    public static RetrievalFigures? Of(
        IReadOnlyList<EvaluatedPair> pairs, EvaluateOptions options, double logitScale, CancellationToken cancel)
    {
        if (pairs.Count < 2)
            return null;
        var matrix = new PairMatrix([.. Drawn(pairs, pair => pair.Id, options.Seed)]);
        var (captions, images) = Retrieval.Ranks(matrix, cancel);
        var bootstrap = new Bootstrap(options.Seed, options.Resamples, options.Confidence);
        return new RetrievalFigures
        {
            Candidates = pairs.Count,
            Captions = bootstrap.Recall(captions),
            Images = bootstrap.Recall(images),
            Loss = bootstrap.Mean(ContrastiveLoss.Of(matrix, options.Batch, logitScale)),
            Batch = Math.Min(options.Batch, pairs.Count),
            Temperature = Bootstrap.Rounded(1 / logitScale),
        };
    }

    /// <summary>In an order that follows from seed and ids alone: its beginning is a fair draw of any size.</summary>
    public static IReadOnlyList<T> Drawn<T>(IEnumerable<T> rows, Func<T, string> id, string seed) =>
    [
        .. rows.OrderBy(row => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"evaluate:{seed}:{id(row)}"))))
            .ThenBy(id, StringComparer.Ordinal),
    ];
}
