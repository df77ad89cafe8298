namespace Mm.Data.Decoder.Av.Cutting;

/// <summary>
/// Tells from small grey pictures of every frame where a new scene begins: a frame that differs from the one before by much, by much more
/// than frames around it do (fast motion makes all of them differ), and which no flash begins or ends: the frame after it differs from the
/// one before, and it from the one before that.
/// </summary>
internal sealed class SceneCuts
{
    public const int Side = 32;

    // Mean levels of 255: films without a change stay below about 10 but for motion that the ratio tells. See docs/video-speech.md.
    private const double LevelsMin = 14;
    private const double RatioMin = 3;
    private const int Around = 4;

    private readonly List<double> _steps = []; // how much frame i + 1 differs from frame i
    private readonly List<double> _leaps = []; // how much frame i + 2 differs from frame i
    private byte[] _last = [];
    private byte[] _beforeLast = [];

    /// <summary>Takes the next frame, <see cref="Side"/> by <see cref="Side"/> grey levels.</summary>
    public void Add(ReadOnlySpan<byte> grey)
    {
        if (_last.Length > 0)
            _steps.Add(Difference(grey, _last));
        if (_beforeLast.Length > 0)
            _leaps.Add(Difference(grey, _beforeLast));
        (_beforeLast, _last) = (_last, grey.ToArray());
    }

    /// <summary>The frames that begin a scene, but for the first, in order.</summary>
    public IEnumerable<int> Frames() => Enumerable.Range(0, _steps.Count).Where(IsCut).Select(step => step + 1);

    private bool IsCut(int step)
    {
        var own = _steps[step];
        if (own < LevelsMin)
            return false;
        var isFlash = (step < _leaps.Count && _leaps[step] < own / 2) || (step > 0 && _leaps[step - 1] < own / 2);
        var (sum, count) = (0.0, 0);
        for (var other = Math.Max(0, step - Around); other <= Math.Min(_steps.Count - 1, step + Around); other++)
        {
            if (other != step)
                (sum, count) = (sum + _steps[other], count + 1);
        }

        return !isFlash && own >= RatioMin * sum / Math.Max(1, count);
    }

    private static double Difference(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var sum = 0L;
        for (var i = 0; i < a.Length; i++)
            sum += Math.Abs(a[i] - b[i]);
        return (double)sum / a.Length;
    }
}
