using Mm.Data.Models.Cards;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Runtime;

/// <summary>View pixels to network input: interleaved 8-bit RGB to float32 planes, (value / 255 - mean) / std.</summary>
internal sealed class PictureTensor
{
    private const int Channels = 3;

    private readonly float[][] _tables; // by plane: the normalised value of each of 256 levels
    private readonly PlaneNormaliser?[] _vectors; // by plane: the same by arithmetic, where that gives the same 256 values
    private readonly int[] _offsets; // by plane: which of R, G, B it takes

    public PictureTensor(ImageSettings settings)
    {
        Settings = settings;
        _offsets = settings.Channels is ChannelOrder.Rgb ? [0, 1, 2] : [2, 1, 0];
        _tables = [.. Enumerable.Range(0, Channels).Select(plane => Table(settings.Mean[plane], settings.Std[plane]))];
        _vectors = [.. Enumerable.Range(0, Channels)
            .Select(plane => PlaneNormaliser.Of(settings.Mean[plane], settings.Std[plane], _offsets[plane], _tables[plane]))];
    }

    public ImageSettings Settings { get; }

    /// <summary>Numbers of one whole picture: 3 x height x width.</summary>
    public int Length => Channels * Settings.Height * Settings.Width;

    /// <summary>The whole view, [3, height, width].</summary>
    /// <exception cref="ArgumentException">Another view than the model's: a bug in the caller.</exception>
    public void Fill(View view, Span<float> tensor)
    {
        Check(view);
        Fill(view, Settings.Width, Settings.Height, tensor);
    }

    /// <summary>
    /// The top left <paramref name="width"/> x <paramref name="height"/> pixels of a view that may be larger or smaller than the model's,
    /// [3, height, width].
    /// </summary>
    /// <exception cref="ArgumentException">No view of the model's kind, or too small: a bug in the caller.</exception>
    public void Fill(View view, int width, int height, Span<float> tensor)
    {
        var spec = view.Spec;
        if (spec.Fit != Settings.Resize || spec.Layout is not PixelLayout.Rgb || view.Pixels.Length != spec.Bytes
            || width > spec.Width || height > spec.Height)
        {
            throw new ArgumentException(
                $"The view is {spec} with {view.Pixels.Length} bytes; {width} x {height} of a {Settings.Resize} are wanted.", nameof(view));
        }

        var pixels = view.Pixels.Span;
        var stride = view.Spec.Width * Channels;
        for (var plane = 0; plane < Channels; plane++)
        {
            var to = tensor.Slice(plane * width * height, width * height);
            if (width == view.Spec.Width)
            {
                FillRow(plane, pixels[..(height * stride)], to); // rows touch: one long row
                continue;
            }

            for (var y = 0; y < height; y++)
                FillRow(plane, pixels.Slice(y * stride, width * Channels), to.Slice(y * width, width));
        }
    }

    /// <exception cref="ArgumentException">Another view than the model's: a bug in the caller.</exception>
    public void Check(View view)
    {
        if (view.Spec != Settings.View || view.Pixels.Length != view.Spec.Bytes)
            throw new ArgumentException(
                $"The view is {view.Spec} with {view.Pixels.Length} bytes; the model takes {Settings.View}.", nameof(view));
    }

    private void FillRow(int plane, ReadOnlySpan<byte> pixels, Span<float> to)
    {
        var done = _vectors[plane]?.Fill(pixels, to) ?? 0;
        var (table, at) = (_tables[plane], (done * Channels) + _offsets[plane]);
        for (var x = done; x < to.Length; x++, at += Channels)
            to[x] = table[pixels[at]];
    }

    private static float[] Table(double mean, double std) =>
        [.. Enumerable.Range(0, 256).Select(level => (float)(((level / 255.0) - mean) / std))];
}
