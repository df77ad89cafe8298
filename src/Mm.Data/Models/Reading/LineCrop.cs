using Mm.Data.Models.Cards;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Reading;

/// <summary>
/// Cuts a line out of a view, turned upright and scaled to the height of a network: bilinear, and averaged over a grid of points where
/// it is scaled down.
/// </summary>
internal sealed class LineCrop(ImageSettings settings)
{
    private const int Channels = 3;
    private const int PointsMax = 4; // on a side of the grid

    /// <summary>Columns that a line takes at the network's height with its proportions kept; at least 1.</summary>
    public int Columns(View view, Quad line)
    {
        var length = Distance(view, line.X1 - line.X0, line.Y1 - line.Y0);
        var depth = Distance(view, line.X3 - line.X0, line.Y3 - line.Y0);
        return Math.Max(1, (int)Math.Ceiling(settings.Height * length / Math.Max(depth, 1e-3)));
    }

    /// <summary>
    /// Planes [3, height, <paramref name="width"/>]; the line takes the first <paramref name="columns"/>, the rest is 0, which is grey.
    /// </summary>
    public void Fill(View view, Quad line, int columns, int width, Span<float> tensor)
    {
        tensor.Clear();
        var map = new LineMap(view, line, columns, settings.Height);
        var (across, down) = (map.PointsAcross(PointsMax), map.PointsDown(PointsMax));
        var pixels = view.Pixels.Span;
        var plane = settings.Height * width;
        for (var y = 0; y < settings.Height; y++)
        {
            for (var x = 0; x < columns; x++)
            {
                var (red, green, blue) = (0.0, 0.0, 0.0);
                for (var i = 0; i < across * down; i++)
                {
                    var at = map.At(x + (((i % across) + 0.5) / across), y + (((i / across) + 0.5) / down));
                    Add(view, pixels, at.X, at.Y, ref red, ref green, ref blue);
                }

                Put(tensor, plane, (y * width) + x, (red, green, blue), 1.0 / (across * down));
            }
        }
    }

    private void Put(Span<float> tensor, int plane, int at, (double Red, double Green, double Blue) sum, double share)
    {
        var isRgb = settings.Channels is ChannelOrder.Rgb;
        tensor[at] = Normal(0, (isRgb ? sum.Red : sum.Blue) * share);
        tensor[plane + at] = Normal(1, sum.Green * share);
        tensor[(2 * plane) + at] = Normal(2, (isRgb ? sum.Blue : sum.Red) * share);
    }

    private float Normal(int channel, double level) => (float)(((level / 255) - settings.Mean[channel]) / settings.Std[channel]);

    /// <summary>Beside the picture its edge goes on.</summary>
    private static void Add(
        View view, ReadOnlySpan<byte> pixels, double x, double y, ref double red, ref double green, ref double blue)
    {
        x = Math.Clamp(x - 0.5, 0, view.ContentWidth - 1);
        y = Math.Clamp(y - 0.5, 0, view.ContentHeight - 1);
        var (left, top) = ((int)x, (int)y);
        var (right, bottom) = (Math.Min(left + 1, view.ContentWidth - 1), Math.Min(top + 1, view.ContentHeight - 1));
        var (fx, fy) = (x - left, y - top);
        var stride = view.Spec.Width * Channels;
        var (a, b) = ((top * stride) + (left * Channels), (top * stride) + (right * Channels));
        var (c, d) = ((bottom * stride) + (left * Channels), (bottom * stride) + (right * Channels));
        var (wa, wb, wc, wd) = ((1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy);
        red += (pixels[a] * wa) + (pixels[b] * wb) + (pixels[c] * wc) + (pixels[d] * wd);
        green += (pixels[a + 1] * wa) + (pixels[b + 1] * wb) + (pixels[c + 1] * wc) + (pixels[d + 1] * wd);
        blue += (pixels[a + 2] * wa) + (pixels[b + 2] * wb) + (pixels[c + 2] * wc) + (pixels[d + 2] * wd);
    }

    private static double Distance(View view, double dx, double dy) =>
        Math.Sqrt(Math.Pow(dx * view.ContentWidth, 2) + Math.Pow(dy * view.ContentHeight, 2));

    /// <summary>From places in the crop to places in the view, both in pixels.</summary>
    private readonly struct LineMap(View view, Quad line, int columns, int rows)
    {
        private readonly double _x = line.X0 * view.ContentWidth;
        private readonly double _y = line.Y0 * view.ContentHeight;
        private readonly double _acrossX = (line.X1 - line.X0) * view.ContentWidth / columns;
        private readonly double _acrossY = (line.Y1 - line.Y0) * view.ContentHeight / columns;
        private readonly double _downX = (line.X3 - line.X0) * view.ContentWidth / rows;
        private readonly double _downY = (line.Y3 - line.Y0) * view.ContentHeight / rows;

        public (double X, double Y) At(double column, double row) =>
            (_x + (_acrossX * column) + (_downX * row), _y + (_acrossY * column) + (_downY * row));

        public int PointsAcross(int most) => Points(_acrossX, _acrossY, most);

        public int PointsDown(int most) => Points(_downX, _downY, most);

        private static int Points(double dx, double dy, int most) =>
            Math.Clamp((int)Math.Ceiling(Math.Sqrt((dx * dx) + (dy * dy)) - 0.25), 1, most);
    }
}
