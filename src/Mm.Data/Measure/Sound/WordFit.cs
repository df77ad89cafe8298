namespace Mm.Data.Measure.Sound;

/// <summary>
/// How well the times of a transcript's words fit the sound: both are seen as on or off in hops of 20 ms, and held against each other by
/// Pearson's correlation (phi), shifted by up to five seconds either way.
/// </summary>
internal sealed class WordFit
{
    public const double HopSeconds = 0.02;
    public const double ShiftSecondsMax = 5;

    private const int RateHz = 16_000;
    private const int HopSamples = (int)(RateHz * HopSeconds);
    private const double QuietDecibel = -60;

    /// <summary>Sound counts as on above this share of the way from its quiet (10th percentile) to its loud level (95th), in dB.</summary>
    private const double OnShare = 0.5;

    private readonly bool[] _heard;
    private readonly bool[] _said;

    private WordFit(bool[] heard, bool[] said) => (_heard, _said) = (heard, said);

    /// <summary>Null where nothing can be told: everything or nothing is loud, or words are said always or never.</summary>
    /// <param name="sound">Mono at 16 kHz.</param>
    /// <param name="words">From and to in seconds.</param>
    public static WordFit? Of(ReadOnlySpan<float> sound, IReadOnlyList<(double From, double To)> words)
    {
        var heard = Heard(sound);
        var said = new bool[heard.Length];
        foreach (var (from, to) in words)
        {
            var first = (int)Math.Clamp(from / HopSeconds, 0, said.Length);
            said.AsSpan(first, (int)Math.Clamp(Math.Ceiling(to / HopSeconds), first, said.Length) - first).Fill(true);
        }

        return IsMixed(heard) && IsMixed(said) ? new WordFit(heard, said) : null;
    }

    /// <summary>The shift in seconds that fits best, and how well: positive where the transcript is late.</summary>
    public (double Seconds, double Fit) Best() => Best(0, _heard.Length);

    /// <summary>By how many seconds the second half is later than the first; null where one of them says nothing.</summary>
    public double? Growth()
    {
        var middle = _heard.Length / 2;
        if (!IsMixed(_heard.AsSpan(0, middle)) || !IsMixed(_heard.AsSpan(middle))
            || !IsMixed(_said.AsSpan(0, middle)) || !IsMixed(_said.AsSpan(middle)))
            return null;
        return Best(middle, _heard.Length).Seconds - Best(0, middle).Seconds;
    }

    /// <summary>How well it fits as it stands: -1 to 1.</summary>
    public double AsItStands() => Correlation(0, _heard.Length, 0);

    // From no shift outwards, so that of equals the smallest is told.
    private (double Seconds, double Fit) Best(int from, int to)
    {
        var (best, fit) = (0, Correlation(from, to, 0));
        var most = Math.Min((int)(ShiftSecondsMax / HopSeconds), (to - from) / 2);
        for (var shift = 1; shift <= most; shift++)
        {
            foreach (var signed in (ReadOnlySpan<int>)[shift, -shift])
            {
                var here = Correlation(from, to, signed);
                if (here > fit + 1e-9)
                    (best, fit) = (signed, here);
            }
        }

        return (best * HopSeconds, fit);
    }

    /// <summary>Of the sound in a stretch with the words that stand so many hops later; words outside are none.</summary>
    private double Correlation(int from, int to, int shift)
    {
        long both = 0, heard = 0, said = 0;
        for (var at = from; at < to; at++)
        {
            var isSaid = (uint)(at + shift) < (uint)_said.Length && _said[at + shift];
            heard += _heard[at] ? 1 : 0;
            said += isSaid ? 1 : 0;
            both += _heard[at] && isSaid ? 1 : 0;
        }

        double count = to - from;
        var spread = Math.Sqrt(heard * (count - heard) * said * (count - said));
        return spread == 0 ? 0 : ((count * both) - ((double)heard * said)) / spread;
    }

    private static bool[] Heard(ReadOnlySpan<float> sound)
    {
        var levels = new double[sound.Length / HopSamples];
        for (var hop = 0; hop < levels.Length; hop++)
        {
            var energy = 0.0;
            foreach (var value in sound.Slice(hop * HopSamples, HopSamples))
                energy += (double)value * value;
            levels[hop] = Math.Max(QuietDecibel, 10 * Math.Log10(Math.Max(1e-12, energy / HopSamples)));
        }

        if (levels.Length == 0)
            return [];
        var sorted = (double[])levels.Clone();
        Array.Sort(sorted);
        var (quiet, loud) = (sorted[sorted.Length / 10], sorted[(int)(sorted.Length * 0.95)]);
        return [.. levels.Select(level => level > quiet + (OnShare * (loud - quiet)))];
    }

    private static bool IsMixed(ReadOnlySpan<bool> flags) => flags.Contains(true) && flags.Contains(false);
}
