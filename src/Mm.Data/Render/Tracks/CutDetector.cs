using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Render.Tracks;

/// <summary>
/// Tells where a new scene begins from small grey pictures of the frames that are looked at anyway. A cut that is none costs nothing
/// but area: tracks on both sides are filled up to each other. One that is missed neither: boxes far apart are not joined.
/// </summary>
internal sealed class CutDetector
{
    public static ViewSpec View { get; } = new(32, 32, Fit.Squash, PixelLayout.Luma);

    private const int Bins = 32;
    private const int LevelsPerBin = 256 / Bins;

    // Measured on scenes drawn for the tests and on filmed clips: see docs/video-speech.md.
    private const double PixelLevelsMin = 16;
    private const double HistogramShareMin = 0.25;

    private readonly byte[] _last = new byte[View.Bytes];
    private bool _hasLast;

    /// <summary>Whether a frame begins a new scene; frames in order of time, the first begins none.</summary>
    public bool IsCut(ReadOnlySpan<byte> luma)
    {
        var isCut = _hasLast && Differs(luma, _last);
        luma.CopyTo(_last);
        _hasLast = true;
        return isCut;
    }

    private static bool Differs(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        Span<int> histogram = stackalloc int[Bins];
        histogram.Clear();
        var pixels = 0L;
        for (var i = 0; i < a.Length; i++)
        {
            pixels += Math.Abs(a[i] - b[i]);
            histogram[a[i] / LevelsPerBin]++;
            histogram[b[i] / LevelsPerBin]--;
        }

        var moved = 0;
        foreach (var bin in histogram)
            moved += Math.Abs(bin);
        return pixels >= PixelLevelsMin * a.Length && moved >= 2 * HistogramShareMin * a.Length;
    }
}
