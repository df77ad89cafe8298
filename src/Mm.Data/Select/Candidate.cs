using System.Globalization;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Select;

/// <summary>One sample while it is decided on.</summary>
internal sealed class Candidate(MeasuredSample sample)
{
    public string Id => sample.Id;

    public string AssetSha256 => sample.AssetSha256;

    public FeatureRow Features => sample.Features;

    public Modality? Modality { get; } =
        Enum.TryParse<Modality>(sample.Features.Code(KnownFeatures.Modality), ignoreCase: true, out var modality) ? modality : null;

    /// <summary>Null where there is none to compare: sound, and pictures that show too little.</summary>
    public ulong? Hash { get; } = HashOf(sample.Features);

    public SortedDictionary<string, double> Facts { get; } = new(StringComparer.Ordinal);

    /// <summary>Why it is dropped; null while it is not.</summary>
    public string? Reason { get; set; }

    public bool IsLive => Reason is null;

    public Candidate? DuplicateOf { get; set; }

    public string? Cluster { get; set; }

    public string? Split { get; set; }

    public SelectDecision Decision() => new(
        Id,
        Reason is null ? new Verdict(Outcome.Kept, Selector.Stage, "kept") : new Verdict(Outcome.Dropped, Selector.Stage, Reason),
        Split,
        DuplicateOf?.Id,
        Cluster,
        Facts);

    private static ulong? HashOf(FeatureRow features) =>
        features.Code(KnownFeatures.PerceptualHash) is { } hex && features.Number(KnownFeatures.FlatPicture) is null or 0
            ? ulong.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : null;
}
