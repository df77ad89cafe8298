using Mm.Data.Models.Cards;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Runtime;

/// <summary>View pixels to network input: interleaved 8-bit RGB to float32 planes, (value / 255 - mean) / std.</summary>
internal sealed class PictureTensor
{
    private readonly float[][] _tables; // by plane: the normalised value of each of 256 levels
    private readonly int[] _offsets; // by plane: which of R, G, B it takes
    private readonly ImageSettings _settings;

    public PictureTensor(ImageSettings settings)
    {
        _settings = settings;
        _offsets = settings.Channels is ChannelOrder.Rgb ? [0, 1, 2] : [2, 1, 0];
        _tables = [.. Enumerable.Range(0, 3).Select(plane => Table(settings.Mean[plane], settings.Std[plane]))];
    }

    public long[] Shape => [1, 3, _settings.Height, _settings.Width];

    /// <summary>The whole view, [1, 3, height, width].</summary>
    /// <exception cref="ArgumentException">Another view than the model's: a bug in the caller.</exception>
    public float[] From(View view) => From(view, _settings.Width, _settings.Height);

    /// <summary>The top left <paramref name="width"/> x <paramref name="height"/> pixels of the view, [1, 3, height, width].</summary>
    public float[] From(View view, int width, int height)
    {
        if (view.Spec != _settings.View || view.Pixels.Length != view.Spec.Bytes)
            throw new ArgumentException(
                $"The view is {view.Spec} with {view.Pixels.Length} bytes; the model takes {_settings.View}.", nameof(view));
        var pixels = view.Pixels.Span;
        var tensor = new float[3 * width * height];
        for (var plane = 0; plane < 3; plane++)
        {
            var table = _tables[plane];
            var to = tensor.AsSpan(plane * width * height, width * height);
            for (var y = 0; y < height; y++)
            {
                var row = pixels.Slice(y * view.Spec.Width * 3, width * 3);
                for (var x = 0; x < width; x++)
                    to[(y * width) + x] = table[row[(x * 3) + _offsets[plane]]];
            }
        }

        return tensor;
    }

    private static float[] Table(double mean, double std) =>
        [.. Enumerable.Range(0, 256).Select(level => (float)(((level / 255.0) - mean) / std))];
}
