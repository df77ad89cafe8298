using Mm.Data.Decode;
using Mm.Data.Pipeline.Ports;
using NetVips;

namespace Mm.Data.Decoder.Images;

/// <summary>
/// Encodes from raw pixels, so that there is no metadata to carry over. Always by libvips, which comes pinned with this program: a
/// system's own library would make a release's bytes depend on the machine.
/// </summary>
internal static unsafe class StillEncoder
{
    /// <summary>From this JPEG quality on, colour keeps its full resolution: who asks for so much wants text and edges kept.</summary>
    private const int FullChromaQuality = 90;

    private const int PngCompression = 6;

    /// <exception cref="UndecodableException">An unknown format.</exception>
    public static byte[] Encode(Picture picture, RenderRequest request)
    {
        using var raw = Image.NewFromMemory(
            (nint)picture.Pixels, (ulong)picture.Bytes, picture.Width, picture.Height, Picture.PixelBytes, Enums.BandFormat.Uchar);
        using var colours = raw.ExtractBand(0, 3);
        using var image = colours.Copy(interpretation: Enums.Interpretation.Srgb);
        return request.ImageFormat switch
        {
            "jpeg" => image.JpegsaveBuffer(
                q: request.ImageQuality,
                optimizeCoding: true,
                subsampleMode: request.ImageQuality >= FullChromaQuality ? Enums.ForeignSubsample.Off : Enums.ForeignSubsample.On,
                keep: Enums.ForeignKeep.None),
            "png" => image.PngsaveBuffer(compression: PngCompression, keep: Enums.ForeignKeep.None),
            _ => throw new UndecodableException(DecodeReasons.Protocol),
        };
    }
}
