using System.Text;
using Mm.Data.Pipeline;

namespace Mm.Data.Write;

/// <summary>
/// One SHA-256 over all that a row holds, so that its audit event speaks for every column. Strings are UTF-8 with their length before
/// them, numbers little-endian, names in ordinal order, what is null left out.
/// </summary>
internal static class RowDigest
{
    private const int EdgeBytes = 4096;
    private const int KeptBytesMax = 1 << 20;

    [ThreadStatic]
    private static MemoryStream? _buffer;

    /// <summary>Of a row of a feature file with these columns.</summary>
    public static Sha256Digest Of(MeasuredSample sample, IReadOnlyList<FeatureColumn> columns) => Of(sample, Names(columns));

    /// <summary>The names in the order in which rows are digested.</summary>
    public static IReadOnlyList<string> Names(IReadOnlyList<FeatureColumn> columns) =>
        [.. columns.Select(column => column.Name).Order(StringComparer.Ordinal)];

    /// <summary>The same for many rows of one file, with the <see cref="Names"/> of its columns.</summary>
    public static Sha256Digest Of(MeasuredSample sample, IReadOnlyList<string> names) => Over("mm.data/features/1", to =>
    {
        to.Write(sample.Id);
        to.Write(sample.AssetSha256);
        to.Write(EnumCode.Of(sample.Verdict.Outcome));
        to.Write(sample.Verdict.Stage);
        to.Write(sample.Verdict.Reason);
        foreach (var name in names.Where(sample.Features.Has))
        {
            to.Write(name);
            WriteValue(to, sample.Features[name]!);
        }
    });

    /// <summary>
    /// Of a row of a part file. The asset's digest and its first and last 4 KiB go in: who has the row can compute it, and who has lost the
    /// row (or never had it) cannot try captions against the event, though the event tells the asset's digest.
    /// </summary>
    public static Sha256Digest Of(SampleRow row) => Over("mm.data/row/1", to =>
    {
        var asset = row.Asset.Span;
        to.Write(asset[..Math.Min(asset.Length, EdgeBytes)]);
        to.Write(asset[^Math.Min(asset.Length, EdgeBytes)..]);
        string[] texts =
        [
            row.OutputSha256, row.Id, EnumCode.Of(row.Modality), row.Text, row.Extension, row.Source, row.Licence, row.SourceSha256,
            row.RedactionSummary, row.ObfuscationSummary,
        ];
        foreach (var text in texts)
            to.Write(text);
        to.Write(row.Width);
        to.Write(row.Height);
        to.Write(row.DurationSeconds);
        foreach (var (name, score) in row.Scores.Where(pair => pair.Value is not null).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            to.Write(name);
            to.Write(score!.Value);
        }

        if (row.Document is { } document)
        {
            to.Write(document.Place.Document);
            to.Write(document.Place.Position);
            to.Write(document.Place.Rows);
            to.Write(document.PartsJson);
        }

        to.Write(row.Embedding is not null);
        if (row.Embedding is { } embedding)
            WriteValue(to, embedding);
    });

    private static Sha256Digest Over(string tag, Action<BinaryWriter> write)
    {
        var buffer = _buffer ??= new MemoryStream(4 * EdgeBytes);
        buffer.SetLength(0);
        using (var to = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
        {
            to.Write(tag);
            write(to);
        }

        var digest = Sha256Digest.Of(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        if (buffer.Capacity > KeptBytesMax)
            _buffer = null; // of a film's boxes: not to be kept for every row after it
        return digest;
    }

    private static void WriteValue(BinaryWriter to, object value)
    {
        switch (value)
        {
            case double number: to.Write(number); break;
            case long whole: to.Write(whole); break;
            case bool flag: to.Write(flag); break;
            case string code: to.Write(code); break;
            case float[] vector: WriteMany(to, vector, to.Write); break;
            case Box[] boxes: WriteMany(to, boxes, box => WriteBox(to, box)); break;
            case Span[] spans: WriteMany(to, spans, span => WriteSpan(to, span)); break;
            default: throw new InvalidOperationException($"A feature of type {value.GetType()}.");
        }
    }

    private static void WriteMany<T>(BinaryWriter to, T[] values, Action<T> write)
    {
        to.Write(values.Length);
        foreach (var value in values)
            write(value);
    }

    private static void WriteBox(BinaryWriter to, Box box)
    {
        foreach (var number in (ReadOnlySpan<float>)[box.X, box.Y, box.Width, box.Height, box.Score, box.TimeSeconds])
            to.Write(number);
    }

    private static void WriteSpan(BinaryWriter to, Span span)
    {
        to.Write(span.Start);
        to.Write(span.Length);
        to.Write(span.Type);
        to.Write(span.Score);
    }
}
