using System.Security.Cryptography;
using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Render;

/// <summary>
/// Makes what takes the place of personal data, by type as the pipeline file says. Same value, key and sample give the same text. What
/// comes out has no digit and no sign of an address within, so that nothing in it is found again.
/// </summary>
public sealed class TextOperators
{
    private const int HashBytes = 12;
    private const int Syllables = 5;
    private const string Consonants = "bdfghjklmnprstvz";
    private const string Vowels = "aeio";

    private readonly Dictionary<string, TextRule> _rules = new(StringComparer.Ordinal);
    private readonly TextRule _others = new() { With = TextOperator.Replace };
    private readonly byte[] _hashKey = [];
    private readonly byte[] _nameKey = [];
    private readonly TextCipher? _cipher;

    /// <param name="rules">Rules of a checked pipeline; a type that none names is replaced by its placeholder.</param>
    /// <param name="key">May be null where no rule needs one.</param>
    /// <exception cref="ConfigurationException">A rule needs a key and there is none.</exception>
    public TextOperators(IReadOnlyList<TextRule> rules, RedactionKey? key)
    {
        foreach (var rule in rules)
        {
            if (key is null && TextRule.NeedsKey(rule.With))
                throw new ConfigurationException(
                    $"render.text: {rule.With.ToString().ToLowerInvariant()} needs a key; set Privacy:KeyFile or MMDATA_Privacy__Key.");
            foreach (var type in rule.Types)
                _rules[type] = rule;
            _others = rule.Types.Count == 0 ? rule : _others;
        }

        if (key is null)
            return;
        (_hashKey, _nameKey, _cipher) = (key.Derive("hash"), key.Derive("pseudonym"), new TextCipher(key));
    }

    /// <summary>Replaces each type by its placeholder.</summary>
    public static TextOperators Placeholders { get; } = new([], null);

    /// <summary>Whether a sample with such a span must not be shipped.</summary>
    public bool Drops(IEnumerable<Span> spans) => spans.Any(span => Rule(span.Type).With is TextOperator.Drop);

    /// <summary>What stands in place of <paramref name="value"/>.</summary>
    /// <exception cref="InvalidOperationException">The type's samples are to be dropped.</exception>
    public string Apply(string sampleId, string type, string value)
    {
        var rule = Rule(type);
        return rule.With switch
        {
            TextOperator.Mask => Mask(value, rule.KeepLast),
            TextOperator.Hash => $"<{type}:{LetterCode.Of(Digest(_hashKey, type, value).AsSpan(0, HashBytes))}>",
            TextOperator.Pseudonymise => $"<{type}:{MadeUpName(Digest(_nameKey, type, value))}>",
            TextOperator.Encrypt => _cipher!.Encrypt(sampleId, type, value),
            TextOperator.Drop => throw new InvalidOperationException($"A text with {type} was to be dropped."),
            _ => $"<{type}>",
        };
    }

    private TextRule Rule(string type) => _rules.GetValueOrDefault(type, _others);

    private static byte[] Digest(byte[] key, string type, string value) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{type}\0{Canonical(value)}"));

    // The same number or address however it is spaced and cased, so that it keeps its hash and its name.
    private static string Canonical(string value)
    {
        var isAddress = value.Contains('@', StringComparison.Ordinal) || value.Contains("://", StringComparison.Ordinal);
        var canonical = new StringBuilder(value.Length);
        foreach (var rune in value.EnumerateRunes())
        {
            var counts = isAddress ? !Rune.IsWhiteSpace(rune) : Rune.IsLetterOrDigit(rune);
            if (counts && Rune.GetUnicodeCategory(rune) is not System.Globalization.UnicodeCategory.Format)
                canonical.Append(Rune.ToLowerInvariant(rune));
        }

        return canonical.Length == 0 ? value : canonical.ToString();
    }

    private static string Mask(string value, int keepLast)
    {
        var runes = value.EnumerateRunes().ToArray();
        var masked = new StringBuilder(value.Length);
        var left = runes.Count(Rune.IsLetterOrDigit);
        foreach (var rune in runes)
        {
            if (!Rune.IsLetterOrDigit(rune))
            {
                if (rune.IsAscii)
                    masked.Append(rune); // marks and invisible characters go with their letter
                continue;
            }

            masked.Append(left-- <= keepLast ? rune.ToString() : "*");
        }

        return masked.ToString();
    }

    // Five syllables: 2^30 names, so that among 10,000 values of a type two share one with a chance of 5 %.
    private static string MadeUpName(byte[] digest)
    {
        var name = new StringBuilder(2 * Syllables);
        foreach (var part in digest[..Syllables])
            name.Append(Consonants[part & 15]).Append(Vowels[(part >> 4) & 3]);
        name[0] = char.ToUpperInvariant(name[0]);
        return name.ToString();
    }
}
