using Mm.Data.Measure.Text.Identifiers;

namespace Mm.Data.Tests.Measure.Text.Identifiers;

/// <summary>Generated numbers of every type, and ways to write them.</summary>
internal static class Numbers
{
    private static readonly Dictionary<string, Func<Dice, string>> Generators = AmericanNumbers.All
        .Concat(WesternNumbers.All).Concat(EasternNumbers.All).Concat(OverseasNumbers.All)
        .ToDictionary(pair => pair.Key, pair => pair.Value);

    private static readonly string[] Sentences =
    [
        "{0} {1}", "{0}: {1}", "{0} no. {1}", "The {0} is {1}.", "my {0} is {1}, please keep it safe", "{0}\n{1}\n", "({0} {1})", "{1} ({0})",
        "Dear team, I forgot to send the {0}: {1}. Regards", "name;{0}\nAnna;\"{1}\"", "<b>{0}</b> <i>{1}</i>", "| {0} | {1} |",
    ];

    public static IEnumerable<string> Types => Generators.Keys;

    /// <summary>Valid numbers in compact form, always the same ones.</summary>
    public static IEnumerable<string> Compact(string type, int count)
    {
        var dice = Dice.Of(type);
        return Enumerable.Range(0, count).Select(_ => Generators[type](dice));
    }

    /// <summary>Numbers of a type in its shapes in turn.</summary>
    public static IEnumerable<string> Written(string type, int count)
    {
        var shapes = IdentifierRules.All.Where(rule => rule.Type == type).SelectMany(rule => rule.Shapes).Distinct().ToArray();
        var (dice, written) = (Dice.Of(type), 0);
        for (var turn = 0; written < count; turn++)
        {
            if (Write(Generators[type](dice), shapes[turn % shapes.Length]) is not { } text)
                continue;
            written++;
            yield return turn % 7 == 0 ? text.ToLowerInvariant() : text;
        }
    }

    /// <summary>A sentence that holds a number and a word that announces it.</summary>
    public static string Announced(string type, string number, int turn)
    {
        var words = IdentifierRules.All.First(rule => rule.Type == type).Context;
        return string.Format(
            System.Globalization.CultureInfo.InvariantCulture, Sentences[turn % Sentences.Length], words[turn / 3 % words.Count], number);
    }

    /// <summary>Characters of a compact number in the places of a shape; null where they do not fit.</summary>
    public static string? Write(string compact, string shape)
    {
        var at = 0;
        var written = new char[shape.Length];
        for (var i = 0; i < shape.Length; i++)
        {
            if (shape[i] is not ('9' or 'A' or 'X'))
            {
                written[i] = shape[i];
                continue;
            }

            if (at == compact.Length || !Fits(shape[i], compact[at]))
                return null;
            written[i] = compact[at++];
        }

        return at == compact.Length ? new string(written) : null;
    }

    private static bool Fits(char place, char character) => place switch
    {
        '9' => char.IsAsciiDigit(character),
        'A' => char.IsAsciiLetterUpper(character),
        _ => char.IsAsciiDigit(character) || char.IsAsciiLetterUpper(character),
    };
}
