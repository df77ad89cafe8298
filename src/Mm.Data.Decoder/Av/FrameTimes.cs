using System.Globalization;

namespace Mm.Data.Decoder.Av;

/// <summary>Reads ffmpeg's framecrc listing: <c>#tb 0: 1/90000</c>, then <c>stream, dts, pts, duration, size, checksum</c> a frame.</summary>
internal static class FrameTimes
{
    private const string TimeBase = "#tb 0:";
    private const int TicksColumn = 2;

    /// <summary>Seconds of each frame from <paramref name="startSeconds"/> on the stream's clock; empty where no frame came.</summary>
    public static IReadOnlyList<double> Read(string path, double startSeconds)
    {
        double tick = 0;
        var times = new List<double>();
        foreach (var line in File.ReadLines(path))
        {
            if (line.StartsWith(TimeBase, StringComparison.Ordinal) && line[TimeBase.Length..].Split('/') is [var numerator, var denominator])
                tick = double.Parse(numerator, CultureInfo.InvariantCulture) / double.Parse(denominator, CultureInfo.InvariantCulture);
            if (!line.StartsWith('#'))
                times.Add(Math.Max(0, Math.Round((long.Parse(line.Split(',')[TicksColumn], CultureInfo.InvariantCulture) * tick) - startSeconds, 9)));
        }

        return times;
    }
}
