using System.Buffers.Binary;

namespace Mm.Data.Decoder.Rights;

/// <summary>Metadata in the marker segments ahead of a JPEG's first scan (ITU-T T.81; XMP part 3; C2PA 2.1, A.3.1).</summary>
internal static class JpegCarriers
{
    private const int Scan = 0xda;
    private const int ExtensionHeadBytes = 40; // digest, whole length, place

    public static List<Carrier> Of(ReadOnlyMemory<byte> file)
    {
        var (found, extension, manifest) = (new List<Carrier>(), new List<byte>(), new List<byte>());
        var at = 2;
        while (at + 4 <= file.Length)
        {
            var here = file.Span[at..];
            if (here[0] != 0xff || here[1] is 0xff or 0x00 or 0x01 or (>= 0xd0 and <= 0xd9))
            {
                at++;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(here[2..]);
            if (here[1] == Scan || length < 2 || at + 2 + length > file.Length)
                break;
            Take(found, here[1], file.Slice(at + 4, length - 2), extension, manifest);
            at += 2 + length;
        }

        if (extension.Count > 0)
            found.Add(new(CarrierKind.Xmp, extension.ToArray()));
        if (manifest.Count > 0)
            found.Add(new(CarrierKind.C2pa, manifest.ToArray()));
        return found;
    }

    private static void Take(List<Carrier> found, byte marker, ReadOnlyMemory<byte> body, List<byte> extension, List<byte> manifest)
    {
        var bytes = body.Span;
        var xmp = "http://ns.adobe.com/xap/1.0/\0"u8;
        var extended = "http://ns.adobe.com/xmp/extension/\0"u8;
        var photoshop = "Photoshop 3.0\0"u8;
        if (marker == 0xe1 && bytes.StartsWith("Exif\0\0"u8))
            found.Add(new(CarrierKind.Exif, body));
        else if (marker == 0xe1 && bytes.StartsWith(xmp))
            found.Add(new(CarrierKind.Xmp, body[xmp.Length..]));
        else if (marker == 0xe1 && bytes.StartsWith(extended) && bytes.Length > extended.Length + ExtensionHeadBytes)
            extension.AddRange(bytes[(extended.Length + ExtensionHeadBytes)..]);
        else if (marker == 0xeb && bytes.StartsWith("JP"u8))
            manifest.AddRange(bytes);
        else if (marker == 0xed && bytes.StartsWith(photoshop))
            found.AddRange(PhotoshopCarriers.Of(body[photoshop.Length..]));
        else if (marker == 0xfe)
            found.Add(new(CarrierKind.Text, body));
    }
}
