using System.Globalization;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Write;

/// <summary>One row of a release: what a trainer reads. Nothing in it is as it lay in the source; text and media are rendered.</summary>
public sealed record SampleRow
{
    public required string Id { get; init; }

    public required Modality Modality { get; init; }

    /// <summary>The caption with its personal data replaced.</summary>
    public required string Text { get; init; }

    /// <summary>The document that it is of; null where it is of none.</summary>
    public RowDocument? Document { get; init; }

    /// <summary>The rendered asset.</summary>
    public required ReadOnlyMemory<byte> Asset { get; init; }

    /// <summary>Disposed by the writer when it has written <see cref="Asset"/>; null: nothing is to be given back.</summary>
    public IDisposable? AssetLease { get; init; }

    /// <summary>File name extension of the asset, without a dot.</summary>
    public required string Extension { get; init; }

    /// <summary>Pixels; 0 for sound, which is null in the file.</summary>
    public int Width { get; init; }

    public int Height { get; init; }

    /// <summary>0 for a still, which is null in the file.</summary>
    public double DurationSeconds { get; init; }

    public required string Source { get; init; }

    public required string Licence { get; init; }

    /// <summary>By the dotted names that the file's schema declares; a name that is absent is null in the file.</summary>
    public IReadOnlyDictionary<string, double?> Scores { get; init; } = new Dictionary<string, double?>();

    /// <summary>Redactions made, by kind.</summary>
    public IReadOnlyDictionary<string, int> Redactions { get; init; } = new Dictionary<string, int>();

    /// <summary>Regions blurred or averaged, by kind: no redactions.</summary>
    public IReadOnlyDictionary<string, int> Obfuscations { get; init; } = new Dictionary<string, int>();

    public float[]? Embedding { get; init; }

    /// <summary>SHA-256 of <see cref="Asset"/>, lower-case hex.</summary>
    public required string OutputSha256 { get; init; }

    /// <summary>SHA-256 of the asset in the source, lower-case hex.</summary>
    public required string SourceSha256 { get; init; }

    /// <summary>The asset's name in the file: <c>id.extension</c>.</summary>
    public string AssetPath => $"{Id}.{Extension}";

    /// <summary><c>face:2,text:1</c>, kinds in ordinal order; "" where nothing was removed.</summary>
    public string RedactionSummary => Summary(Redactions);

    /// <summary>As <see cref="RedactionSummary"/>.</summary>
    public string ObfuscationSummary => Summary(Obfuscations);

    private static string Summary(IReadOnlyDictionary<string, int> counts) => string.Join(',', counts
        .Where(pair => pair.Value > 0)
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}:{pair.Value}")));

    internal static IReadOnlyDictionary<string, int> ParseSummary(string summary) => summary.Length == 0
        ? new Dictionary<string, int>()
        : summary.Split(',').Select(part => part.Split(':')).ToDictionary(
            part => part[0], part => int.Parse(part[1], NumberStyles.None, CultureInfo.InvariantCulture));
}
