using Mm.Data.Decode;
using Mm.Data.Pipeline.Ports;
using NetVips;

namespace Mm.Data.Decoder.Images;

/// <summary>
/// Encodes from raw pixels, so that there is no metadata to carry over. JPEG by libturbojpeg (docs/adr/0009), PNG by libvips.
/// </summary>
internal static unsafe class StillEncoder
{
    /// <summary>From this JPEG quality on, colour keeps its full resolution: who asks for so much wants text and edges kept.</summary>
    private const int FullChromaQuality = 95;

    private const int PngCompression = 6;

    /// <exception cref="UndecodableException">An unknown format.</exception>
    public static byte[] Encode(Picture picture, RenderRequest request) => request.ImageFormat switch
    {
        "jpeg" when TurboJpeg.IsPresent =>
            TurboEncoder.Encode(picture, request.ImageQuality, request.ImageQuality >= FullChromaQuality),
        "jpeg" or "png" => ByVips(picture, request),
        _ => throw new UndecodableException(DecodeReasons.Protocol),
    };

    /// <summary>What a machine without libturbojpeg writes: the same pixels.</summary>
    internal static byte[] ByVips(Picture picture, RenderRequest request)
    {
        using var raw = Image.NewFromMemory(
            (nint)picture.Pixels, (ulong)picture.Bytes, picture.Width, picture.Height, Picture.PixelBytes, Enums.BandFormat.Uchar);
        using var colours = raw.ExtractBand(0, 3);
        using var image = colours.Copy(interpretation: Enums.Interpretation.Srgb);
        return request.ImageFormat is "png"
            ? image.PngsaveBuffer(compression: PngCompression, keep: Enums.ForeignKeep.None)
            : image.JpegsaveBuffer(
                q: request.ImageQuality,
                optimizeCoding: false,
                subsampleMode: request.ImageQuality >= FullChromaQuality ? Enums.ForeignSubsample.Off : Enums.ForeignSubsample.On,
                keep: Enums.ForeignKeep.None);
    }
}
