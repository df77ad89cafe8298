using System.Diagnostics;
using System.Globalization;
using Mm.Data.Decode;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Av.Cutting;

/// <summary>
/// The pictures of a film as they lie in it, in the order of decoding, and where it can be cut without decoding: where all that was shown
/// before lies before, and all that is shown after lies after.
/// </summary>
internal sealed class Packets
{
    private const int ColumnCount = 3;

    private readonly bool[] _isKey;
    private readonly double[] _shown;
    private readonly double[] _before; // the last that is shown of what lies before
    private readonly double[] _after; // the first that is shown of what lies behind

    public Packets(IReadOnlyList<(double Seconds, bool IsKey)> pictures)
    {
        _shown = [.. pictures.Select(picture => picture.Seconds)];
        _isKey = [.. pictures.Select(picture => picture.IsKey)];
        (_before, _after) = (new double[Count + 1], new double[Count + 1]);
        _before[0] = double.NegativeInfinity;
        for (var i = 0; i < Count; i++)
            _before[i + 1] = Math.Max(_before[i], _shown[i]);
        _after[Count] = double.PositiveInfinity;
        for (var i = Count - 1; i >= 0; i--)
            _after[i] = Math.Min(_after[i + 1], _shown[i]);
    }

    public int Count => _shown.Length;

    /// <summary>Whether the film can be ended before the picture at <paramref name="index"/>, which may be behind the last.</summary>
    public bool CanEnd(int index) => _before[index] < _after[index];

    /// <summary>Whether a film of its own can begin with it.</summary>
    public bool CanBegin(int index) => index < Count && _isKey[index] && _shown[index] <= _after[index] && CanEnd(index);

    /// <summary>When the first picture from there on is shown; infinite behind the last.</summary>
    public double Begins(int index) => _after[index];

    /// <summary>When the last picture before it is shown.</summary>
    public double LastBefore(int index) => _before[index];

    /// <returns>The pictures of the film's picture track on the film's own clock, or a reason.</returns>
    public static async Task<Decoded<Packets>> ReadAsync(
        string path, Container container, PictureTrack track, AvLimits limits, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Tool.Ffprobe);
        foreach (var argument in (string[])
            [
                .. Demuxer.Guards(container, limits), "-select_streams", track.Index.ToString(CultureInfo.InvariantCulture),
                "-show_entries", "packet=pts_time,dts_time,flags", "-of", "csv=p=0",
                "-f", Demuxer.Name(container)!, "-i", Demuxer.File(path),
            ])
            start.ArgumentList.Add(argument);
        MemoryStream? answer = null;
        var exit = await Tool.RunAsync(
            start, async output => (answer = await Tool.ReadAllAsync(output, AvProbe.AnswerBytesMax, cancel)) is not null, cancel);
        if (answer is null)
            return Decoded.Failed<Packets>(DecodeReasons.TooLarge);
        return exit.Code == 0 && Parse(answer) is { Count: > 0 } pictures
            ? new Packets(pictures)
            : Decoded.Failed<Packets>(AvReasons.Of(exit));
    }

    // pts, dts, flags; a time that is not known is N/A.
    private static List<(double Seconds, bool IsKey)> Parse(Stream csv)
    {
        var pictures = new List<(double, bool)>();
        using var reader = new StreamReader(csv);
        while (reader.ReadLine() is { } line)
        {
            var columns = line.Split(',');
            if (columns.Length >= ColumnCount && (Time(columns[0]) ?? Time(columns[1])) is { } seconds)
                pictures.Add((seconds, columns[2].StartsWith('K')));
        }

        return pictures;
    }

    private static double? Time(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds)
            ? seconds
            : null;
}
