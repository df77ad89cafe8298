using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Images;

/// <summary>Makes one view of an upright picture.</summary>
internal sealed class ViewMaker
{
    private readonly Resampler _resampler = new();

    /// <param name="picture">Upright, of any size.</param>
    /// <param name="full">Its full size: what a view shows does not depend on the scale at which the picture was decoded.</param>
    /// <param name="spec">What to make of it.</param>
    /// <param name="pixels">Where to put it: as many bytes as the spec has. What a letterbox leaves free becomes black.</param>
    public View Make(Picture picture, (int Width, int Height) full, ViewSpec spec, Memory<byte> pixels)
    {
        var place = Placement.Of(full.Width, full.Height, spec);
        using var scaled = _resampler.Resample(picture, place.Width, place.Height, place.Window);
        var to = pixels.Span;
        if (scaled.Width < spec.Width || scaled.Height < spec.Height)
            to.Clear();
        for (var y = 0; y < scaled.Height; y++)
        {
            if (spec.Layout is PixelLayout.Rgb)
                PixelRows.ToRgb(scaled.Row(y), to[(y * spec.Width * 3)..]);
            else
                PixelRows.ToLuma(scaled.Row(y), to[(y * spec.Width)..]);
        }

        return new View(spec, TimeSeconds: 0, scaled.Width, scaled.Height, pixels);
    }
}

/// <summary>The size a picture is scaled to for a view, and the part of that which the view shows.</summary>
internal readonly record struct Placement(int Width, int Height, Window Window)
{
    public static Placement Of(int width, int height, ViewSpec spec) => spec.Fit switch
    {
        Fit.Squash => Whole(spec.Width, spec.Height),
        Fit.Letterbox => IsWider(width, height, spec)
            ? Whole(spec.Width, Math.Min(spec.Height, Scaled(height, spec.Width, width)))
            : Whole(Math.Min(spec.Width, Scaled(width, spec.Height, height)), spec.Height),
        Fit.CenterCrop => IsWider(width, height, spec)
            ? Centre((int)((long)width * spec.Height / height), spec.Height, spec)
            : Centre(spec.Width, (int)((long)height * spec.Width / width), spec),
        Fit.Native => Unscaled(width, height, spec),
        _ => throw new UndecodableException(Decode.DecodeReasons.Protocol),
    };

    private static bool IsWider(int width, int height, ViewSpec spec) => (long)width * spec.Height >= (long)height * spec.Width;

    private static int Scaled(int side, int to, int from) => Math.Max(1, (int)(((2L * side * to) + from) / (2L * from)));

    private static Placement Whole(int width, int height) => new(width, height, new Window(0, 0, width, height));

    private static Placement Unscaled(int width, int height, ViewSpec spec)
    {
        var (wide, high) = (Math.Min(width, spec.Width), Math.Min(height, spec.Height));
        return new Placement(width, height, new Window((width - wide) / 2, (height - high) / 2, wide, high));
    }

    // Halves go to the even neighbour, as in torchvision's CenterCrop.
    private static Placement Centre(int width, int height, ViewSpec spec) => new(
        width,
        height,
        new Window((int)Math.Round((width - spec.Width) / 2.0), (int)Math.Round((height - spec.Height) / 2.0), spec.Width, spec.Height));
}
