using System.Runtime.InteropServices;
using Mm.Data.Decode;
using Mm.Data.Decode.Protocol;
using Mm.Data.Decoder.Rights;
using Mm.Data.Pipeline.Ports;
using NetVips;

namespace Mm.Data.Decoder.Images;

/// <summary>A picture for libvips, opened by the one loader that its magic bytes call for; every other loader is blocked.</summary>
internal sealed class VipsStill : IStill
{
    private const string ProfileField = "icc-profile-data";
    private readonly List<Image> _owned = [];
    private readonly Container _container;
    private readonly Image _image;

    private VipsStill(byte[] encoded, Container container, ChildSettings limits)
    {
        _container = container;
        _image = Own(Load(encoded, container, 0));
        var frames = Number("n-pages", 1);
        var orientation = Number("orientation", 1) is var value and >= 1 and <= 8 ? value : 1;
        Stills.CheckSize(_image.Width, _image.PageHeight, container is Container.Tiff ? 1 : frames, encoded.Length, limits);
        if (container is Container.Tiff)
            CheckPages(encoded, frames, limits);
        Facts = Stills.Facts(container, Codec(container), _image.Width, _image.PageHeight, frames, orientation);
    }

    public MediaFacts Facts { get; }

    /// <summary>Sets the library up: one thread, no cache, only the loaders named here.</summary>
    public static void Warm()
    {
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        Cache.MaxMem = 0;
        Cache.MaxFiles = 0;
        Operation.Block("VipsForeignLoad", true);
        foreach (var loader in (string[])["Jpeg", "Png", "Nsgif", "Webp", "Tiff", "Heif"])
            Operation.Block($"VipsForeignLoad{loader}", false);
    }

    public static VipsStill Open(ReadOnlyMemory<byte> encoded, Container container, ChildSettings limits)
    {
        try
        {
            return new VipsStill(Array(encoded), container, limits);
        }
        catch (VipsException e)
        {
            throw Explain(e, container);
        }
    }

    public bool CanScale => false;

    public IReadOnlyList<Carrier> Carriers =>
    [
        .. from known in ((string Name, CarrierKind Kind)[])[("exif-data", CarrierKind.Exif), ("xmp-data", CarrierKind.Xmp)]
           where _image.Contains(known.Name)
           select new Carrier(known.Kind, (byte[])_image.Get(known.Name)),
    ];

    public unsafe Picture Decode(int denominator)
    {
        try
        {
            var plain = ToPlain();
            var pixels = plain.WriteToMemory(out _);
            try
            {
                return Orientation.Upright(Widen((byte*)pixels, plain), Facts.Orientation);
            }
            finally
            {
                NetVips.NetVips.Free(pixels);
            }
        }
        catch (VipsException e)
        {
            throw Explain(e, _container);
        }
    }

    // Left to the collector, what the library holds for these would pile up outside its sight.
    public void Dispose() => _owned.ForEach(image => image.Dispose());

    private static Image Load(byte[] encoded, Container container, int page)
    {
        const Enums.Access access = Enums.Access.Sequential;
        const Enums.FailOn failOn = Enums.FailOn.Error;
        return container switch
        {
            Container.Jpeg => Image.JpegloadBuffer(encoded, access: access, failOn: Enums.FailOn.Warning),
            Container.Png => Image.PngloadBuffer(encoded, access: access, failOn: failOn),
            Container.Gif => Image.GifloadBuffer(encoded, access: access, failOn: failOn),
            Container.Webp => Image.WebploadBuffer(encoded, access: access, failOn: failOn),
            Container.Tiff => Image.TiffloadBuffer(encoded, page: page, access: access, failOn: failOn),
            Container.Avif or Container.Heic => Image.HeifloadBuffer(encoded, access: access, failOn: failOn),
            _ => throw new UndecodableException(DecodeReasons.Unsupported),
        };
    }

    /// <summary>The library pins an array for as long as it reads.</summary>
    private static byte[] Array(ReadOnlyMemory<byte> encoded) =>
        MemoryMarshal.TryGetArray(encoded, out var segment) && segment.Array!.Length == encoded.Length ? segment.Array : encoded.ToArray();

    /// <summary>Pages of a TIFF differ in size; their sum is what counts.</summary>
    private static void CheckPages(byte[] encoded, int frames, ChildSettings limits)
    {
        if (frames > limits.FramesMax)
            throw new UndecodableException(DecodeReasons.TooLarge);
        var left = limits.PixelsMax;
        for (var page = 0; page < frames; page++)
        {
            using var image = Load(encoded, Container.Tiff, page);
            Stills.CheckSize(image.Width, image.Height, 1, encoded.Length, limits);
            left -= (long)image.Width * image.Height;
            if (left < 0)
                throw new UndecodableException(DecodeReasons.TooLarge);
        }
    }

    /// <summary>8-bit sRGB in three bands, or in four with alpha; or four inks that no profile explains.</summary>
    private Image ToPlain()
    {
        var managed = Own(Managed());
        var bytes = managed.Format is Enums.BandFormat.Uchar ? managed : Own(managed.Cast(Enums.BandFormat.Uchar));
        return bytes.Bands switch
        {
            3 or 4 when bytes.Bands == 3 || bytes.HasAlpha() || IsInk(bytes) => bytes,
            1 => Own(bytes.Bandjoin(bytes, bytes)),
            2 when bytes.HasAlpha() => Own(bytes[0].Bandjoin(bytes[0], bytes[0], bytes[1])),
            > 3 => Own(bytes.ExtractBand(0, 3)),
            _ => throw new UndecodableException(DecodeReasons.Unsupported),
        };
    }

    private static bool IsInk(Image image) => image.Interpretation is Enums.Interpretation.Cmyk && image.Bands >= 4;

    private Image Managed()
    {
        var hasProfile = _image.Contains(ProfileField);
        if (IsInk(_image) && !hasProfile)
            return _image.Bands == 4 ? _image : _image.ExtractBand(0, 4).Copy(interpretation: Enums.Interpretation.Cmyk);
        if (hasProfile && !IccProfile.IsSrgb((byte[])_image.Get(ProfileField)))
        {
            try
            {
                return _image.IccTransform("srgb", embedded: true, intent: Enums.Intent.Perceptual);
            }
            catch (VipsException)
            {
                // A damaged or mismatched profile: the picture is taken as if it had none, as browsers do.
            }
        }

        return _image.Interpretation is Enums.Interpretation.Srgb ? _image : _image.Colourspace(Enums.Interpretation.Srgb);
    }

    private Image Own(Image image)
    {
        _owned.Add(image);
        return image;
    }

    private static unsafe Picture Widen(byte* bands, Image image)
    {
        var picture = new Picture(image.Width, image.Height);
        var (count, isInk) = (image.Bands, IsInk(image));
        for (var y = 0; y < picture.Height; y++)
        {
            foreach (ref var pixel in picture.Row(y))
            {
                pixel = count == 3 ? bands[0] | ((uint)bands[1] << 8) | ((uint)bands[2] << 16)
                    : isInk ? PixelColours.OfInks(bands[0], bands[1], bands[2], bands[3])
                    : PixelColours.OverWhite(bands[0], bands[1], bands[2], bands[3]);
                bands += count;
            }
        }

        return picture;
    }

    private static string Codec(Container container) => container switch
    {
        Container.Avif => "av1",
        Container.Heic => "hevc",
        _ => container.Name(),
    };

    private int Number(string field, int otherwise) =>
        _image.Contains(field) && _image.Get(field) is int value ? value : otherwise;

    // libvips has no codes, only texts.
    private static UndecodableException Explain(VipsException e, Container container)
    {
        var text = e.Message;
        return new(
            Says("out of memory") || Says("unable to allocate") || Says("emory allocation") ? DecodeReasons.OutOfMemory
            : Says("nsupported") || Says("not supported") ? DecodeReasons.Unsupported
            : !Completeness.Judges(container) && (Says("remature end") || Says("end of") || Says("truncated") || Says("read error"))
                ? DecodeReasons.Truncated
            : DecodeReasons.Corrupt);

        bool Says(string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);
    }
}
