using System.Globalization;

namespace Mm.Data.Decoder.Av;

/// <summary>
/// Reads ffmpeg's framecrc listing: <c>#tb 0: 1/90000</c>, then <c>stream, dts, pts, duration, size, checksum</c> a frame.
/// </summary>
internal static class FrameTimes
{
    private const string TimeBase = "#tb 0:";
    private const int TicksColumn = 2;
    private const int DecimalsKept = 9;

    /// <summary>Seconds of each frame from <paramref name="startSeconds"/> on the stream's clock; empty where no frame came.</summary>
    public static IReadOnlyList<double> Read(string path, double startSeconds)
    {
        double tick = 0;
        var times = new List<double>();
        foreach (var line in File.ReadLines(path))
        {
            if (line.StartsWith(TimeBase, StringComparison.Ordinal) && line[TimeBase.Length..].Split('/') is [var above, var below])
                tick = double.Parse(above, CultureInfo.InvariantCulture) / double.Parse(below, CultureInfo.InvariantCulture);
            if (!line.StartsWith('#'))
                times.Add(Math.Max(0, Math.Round((Ticks(line) * tick) - startSeconds, DecimalsKept)));
        }

        return times;
    }

    private static long Ticks(string line) => long.Parse(line.Split(',')[TicksColumn], CultureInfo.InvariantCulture);
}
