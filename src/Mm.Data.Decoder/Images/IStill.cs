using Mm.Data.Decode;
using Mm.Data.Decode.Protocol;
using Mm.Data.Decoder.Rights;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Images;

/// <summary>An encoded picture whose header was read and held against the limits, and whose pixels were not touched yet.</summary>
internal interface IStill : IDisposable
{
    /// <summary>Width and height are those of the upright picture.</summary>
    MediaFacts Facts { get; }

    /// <summary>Pixels to go over: of all frames, and of a JPEG once a scan.</summary>
    long PixelPasses => (long)Facts.Width * Facts.Height * Facts.Frames;

    /// <summary>Whether <see cref="Decode"/> can go below full size.</summary>
    bool CanScale { get; }

    /// <summary>Metadata that the library found and that is not read off the bytes (<see cref="RightsReader"/>).</summary>
    IReadOnlyList<Carrier> Carriers { get; }

    /// <summary>The first frame, upright, in sRGB, over white; its sides divided by <paramref name="denominator"/>, rounded up.</summary>
    Picture Decode(int denominator = 1);
}

internal static class Stills
{
    private const int PixelBytes = 3;
    private const long RatioFromBytes = 16 << 20;

    /// <exception cref="UndecodableException">Not a picture that can be opened, cut, or over a limit.</exception>
    public static IStill Open(ReadOnlyMemory<byte> encoded, Container container, ChildSettings limits)
    {
        if (container is Container.Jpeg)
            return JpegStill.Open(encoded, limits);
        Completeness.Check(container, encoded.Span);
        if (HeaderSize.Of(container, encoded.Span) is { } size)
            CheckSize(size.Width, size.Height, 1, encoded.Length, limits);
        if (container is Container.Png)
            PngTexts.Check(encoded.Span);
        return container is Container.Bmp
            ? throw new UndecodableException(DecodeReasons.Unsupported)
            : VipsStill.Open(encoded, container, limits);
    }

    /// <summary>Refuses what is too large, before anything of that size is allocated.</summary>
    public static void CheckSize(long width, long height, int frames, long encodedBytes, ChildSettings limits)
    {
        if (width < 1 || height < 1)
            throw new UndecodableException(DecodeReasons.Corrupt);
        if (width > limits.SideMax || height > limits.SideMax || frames > limits.FramesMax || width * height * frames > limits.PixelsMax)
            throw new UndecodableException(DecodeReasons.TooLarge);
        var bytes = width * height * frames * PixelBytes;
        if (bytes > RatioFromBytes && bytes / limits.RatioMax > encodedBytes)
            throw new UndecodableException(DecodeReasons.TooLarge);
    }

    public static MediaFacts Facts(Container container, string codec, int width, int height, int frames, int orientation) => new()
    {
        Modality = Modality.Image,
        Container = container.Name(),
        Codec = codec,
        Width = Orientation.SwapsSides(orientation) ? height : width,
        Height = Orientation.SwapsSides(orientation) ? width : height,
        Frames = frames,
        Orientation = orientation,
    };
}
