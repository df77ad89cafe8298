using System.Globalization;

namespace Mm.Data.Tests.Measure.Text.Identifiers;

/// <summary>Draws that follow from a seed alone (SplitMix64, Steele et al. 2014).</summary>
internal sealed class Dice(ulong seed)
{
    private const string DigitsAll = "0123456789";
    private const string LettersAll = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private ulong _state = seed;

    /// <summary>A seed that follows from a name (FNV-1a).</summary>
    public static Dice Of(string name) =>
        new(name.Aggregate(14_695_981_039_346_656_037UL, (hash, c) => (hash ^ c) * 1_099_511_628_211UL));

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>, both included.</summary>
    public int In(int min, int max) => min + (int)(Next() % (ulong)(max - min + 1));

    public string Digits(int count) => Of(DigitsAll, count);

    public string Letters(int count) => Of(LettersAll, count);

    /// <summary>Characters out of <paramref name="characters"/>.</summary>
    public string Of(string characters, int count = 1) =>
        new([.. Enumerable.Range(0, count).Select(_ => characters[In(0, characters.Length - 1)])]);

    /// <summary>One of them.</summary>
    public T Pick<T>(IReadOnlyList<T> choices) => choices[In(0, choices.Count - 1)];

    /// <summary>A number of two digits.</summary>
    public string Two(int min, int max) => In(min, max).ToString("00", CultureInfo.InvariantCulture);

    public DateOnly Day(int yearMin = 1930, int yearMax = 2019) => new DateOnly(yearMin, 1, 1).AddDays(In(0, ((yearMax - yearMin + 1) * 365) - 1));

    /// <summary>A day in a format such as yyMMdd.</summary>
    public string Day(string format, int yearMin = 1930, int yearMax = 2019) =>
        Day(yearMin, yearMax).ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Draws until there is one: where a scheme has no check digit for some numbers.</summary>
    public static string Until(Func<string?> draw)
    {
        for (var i = 0; i < 1_000; i++)
        {
            if (draw() is { } drawn)
                return drawn;
        }

        throw new InvalidOperationException("a generator that never gives a number");
    }

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
