using Mm.Data.Decode;
using Mm.Data.Decode.Protocol;
using Mm.Data.Decoder.Rights;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Images;

/// <summary>A JPEG for libturbojpeg. Foreign colour profiles go to libvips, which manages colour.</summary>
internal sealed class JpegStill : IStill
{
    // A progressive file goes over all its pixels once a scan, and its writer says how often; encoders write about ten.
    private const int PassesMax = 20;

    private readonly ReadOnlyMemory<byte> _encoded;
    private readonly JpegSegments _segments;

    private JpegStill(ReadOnlyMemory<byte> encoded, JpegSegments segments)
    {
        (_encoded, _segments) = (encoded, segments);
        Facts = Stills.Facts(Container.Jpeg, "jpeg", segments.Width, segments.Height, 1, segments.Orientation);
    }

    public MediaFacts Facts { get; }

    public static IStill Open(ReadOnlyMemory<byte> encoded, ChildSettings limits)
    {
        var segments = JpegSegments.Read(encoded.Span);
        if (segments.Components != 0)
            Stills.CheckSize(segments.Width, segments.Height, 1, encoded.Length, limits);
        if (segments.Scans * (long)segments.Width * segments.Height > PassesMax * limits.PixelsMax)
            throw new UndecodableException(DecodeReasons.TooLarge);
        if (!segments.HasEnd)
            throw new UndecodableException(DecodeReasons.Truncated);
        if (segments.Components == 0)
            throw new UndecodableException(DecodeReasons.Corrupt);

        var isPlain = segments is { Components: 1 or 3 or 4, BitsPerComponent: 8 }
            && (segments.Profile is null || segments.Components == 1 || IccProfile.IsSrgb(segments.Profile));
        return isPlain && TurboJpeg.IsPresent ? new JpegStill(encoded, segments) : VipsStill.Open(encoded, Container.Jpeg, limits);
    }

    public long PixelPasses => _segments.Scans * (long)_segments.Width * _segments.Height;

    public bool CanScale => true;

    public IReadOnlyList<Carrier> Carriers => [];

    public Picture Decode(int denominator) =>
        Orientation.Upright(TurboJpeg.Decode(_encoded.Span, _segments.Width, _segments.Height, denominator), _segments.Orientation);

    public void Dispose()
    {
        // Nothing is held but the bytes.
    }
}
