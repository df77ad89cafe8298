using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Rights;

/// <summary>
/// Reads what a picture's metadata says of rights, before it is dropped. Bounded: at most <see cref="CarriersMax"/> carriers of at most
/// <see cref="CarrierBytesMax"/> bytes; what lies beyond makes the answer incomplete, and it says so.
/// </summary>
internal static class RightsReader
{
    public const int CarrierBytesMax = 1 << 20;

    private const int CarriersMax = 256;

    public static MediaRights Read(Container container, ReadOnlyMemory<byte> encoded, IReadOnlyList<Carrier> others)
    {
        List<Carrier> found = container switch
        {
            Container.Jpeg => JpegCarriers.Of(encoded),
            Container.Png => PngCarriers.Of(encoded),
            Container.Webp => BlockCarriers.OfWebp(encoded),
            Container.Gif => BlockCarriers.OfGif(encoded),
            Container.Tiff => TiffFields.Of(encoded),
            Container.Avif or Container.Heic => [.. BlockCarriers.OfIso(encoded), .. others],
            _ => [],
        };
        if (found.Count == 0)
            return new MediaRights();
        var notes = new RightsNotes();
        var queue = new Queue<Carrier>(found);
        for (var i = 0; i < CarriersMax && queue.TryDequeue(out var carrier); i++)
            Note(carrier, notes, queue);
        if (queue.Count > 0)
            notes.Unreadable();
        return notes.Rights;
    }

    private static void Note(Carrier carrier, RightsNotes notes, Queue<Carrier> queue)
    {
        var bytes = carrier.Bytes;
        if (bytes.Length > CarrierBytesMax && carrier.Kind is not (CarrierKind.C2pa or CarrierKind.Exif))
        {
            notes.Unreadable();
            bytes = bytes[..CarrierBytesMax];
        }

        switch (carrier.Kind)
        {
            case CarrierKind.Exif: TiffFields.Of(bytes).ForEach(queue.Enqueue); break;
            case CarrierKind.Iptc: IptcRecords.Of(bytes).ForEach(queue.Enqueue); break;
            case CarrierKind.Xmp: XmpPacket.Read(bytes, notes); break;
            case CarrierKind.C2pa: notes.C2pa(bytes.Span); break;
            case CarrierKind.Copyright when Says(bytes.Span): notes.Copyright(); break;
            case CarrierKind.Creator when Says(bytes.Span): notes.Creator(); break;
            case CarrierKind.Text: notes.Text(bytes); break;
            case CarrierKind.Unreadable: notes.Unreadable(); break;
        }
    }

    /// <summary>Cameras fill these fields with blanks where nobody wrote anything.</summary>
    private static bool Says(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(" \0\t\r\n"u8) >= 0;
}
