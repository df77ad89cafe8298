using Mm.Data.Pipeline;

namespace Mm.Data.Source;

/// <summary>Where a caption lies. Entries hold places, not text, so that the captions of a large list are never all in
/// memory.</summary>
internal abstract record CaptionPlace
{
    public static CaptionPlace Nowhere { get; } = new NoCaption();

    public abstract ValueTask<Caption> ReadAsync(CancellationToken cancel);

    public sealed override string ToString() => nameof(CaptionPlace);

    private sealed record NoCaption : CaptionPlace
    {
        public override ValueTask<Caption> ReadAsync(CancellationToken cancel) => ValueTask.FromResult(Caption.None);
    }
}

/// <summary>A text file that is the caption.</summary>
internal sealed record TextPlace(ByteRange Range) : CaptionPlace
{
    public override async ValueTask<Caption> ReadAsync(CancellationToken cancel) =>
        Caption.FromBytes(await Range.ReadAsync(Caption.ReadBytesMax, cancel));
}

/// <summary>
/// The value of <paramref name="Key"/> in a JSON object: a side-car file or a line of a list. Where it has none, <paramref
/// name="Otherwise"/> holds.
/// </summary>
internal sealed record JsonPlace(ByteRange Range, string Key, CaptionPlace? Otherwise = null) : CaptionPlace
{
    /// <summary>A larger JSON object is not read.</summary>
    public const int BytesMax = 16 << 20;

    public override async ValueTask<Caption> ReadAsync(CancellationToken cancel)
    {
        if (Range.Length <= BytesMax && JsonRow.Parse(await Range.ReadAsync(BytesMax, cancel)) is { } row)
        {
            var words = Transcript.Read(row.Root);
            if (row.Text(Key) is { } text)
                return Caption.FromText(text, row.Repaired ? Caption.InvalidUtf8 : null) with { Words = words };
            return (Otherwise is null ? new Caption("", Caption.WithoutKey) : await Otherwise.ReadAsync(cancel)) with { Words = words };
        }

        var caption = Otherwise is null ? Caption.None : await Otherwise.ReadAsync(cancel);
        return caption with { Fault = Caption.MalformedJson };
    }
}

/// <summary>Field <paramref name="Column"/> (from 0) of a CSV record.</summary>
internal sealed record CsvPlace(ByteRange Range, int Column) : CaptionPlace
{
    public override async ValueTask<Caption> ReadAsync(CancellationToken cancel) =>
        CsvList.CaptionOf(await Range.ReadAsync(Range.Length, cancel), Column)
        ?? throw new EnvironmentException("Its list changed after it was listed.", EnvironmentFault.SourceChanged);
}
