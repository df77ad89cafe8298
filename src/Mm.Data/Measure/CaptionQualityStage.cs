using System.ComponentModel;
using System.Text;
using System.Text.RegularExpressions;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure;

/// <summary>
/// What can be told of a caption without understanding it: repetition, letters, capitals, script, and what is written under pictures
/// whatever they show. Columns alone: rules decide.
/// </summary>
[Stage("caption-quality")]
public sealed partial class CaptionQualityStage : IStage
{
    private const string Prefix = "caption-quality.";
    private const string Language = Prefix + "language";
    private const string LanguageMargin = Prefix + "language-margin";

    private readonly ILanguageTagger? _languages;

    /// <param name="options">The stage's own.</param>
    /// <param name="models">Where the model of languages comes from; needed where the options name one.</param>
    /// <exception cref="ConfigurationException">No such model.</exception>
    public CaptionQualityStage(Options options, IModels? models = null)
    {
        if (options.Languages.Length > 0)
            _languages = (models ?? throw new ConfigurationException("languages needs models")).OpenLanguageTagger(options.Languages);
        Columns = [.. Plain, .. _languages is null ? Array.Empty<FeatureColumn>() : Told];
    }

    public StageNeeds Needs { get; } = new(BatchMax: 64);

    public IReadOnlyList<FeatureColumn> Columns { get; }

    private static FeatureColumn[] Plain { get; } =
    [
        new(Prefix + "repetition", FeatureKind.Number, "Share of the words that stand earlier in the caption; 0 for none."),
        new(Prefix + "letter-share", FeatureKind.Number, "Share of letters among the characters that are no blanks."),
        new(Prefix + "capital-share", FeatureKind.Number, "Share of capitals among the letters that have two cases."),
        new(Prefix + "word-length", FeatureKind.Number, "Mean letters and digits a word."),
        new(Prefix + "boilerplate", FeatureKind.Flag, "Holds a file name, an address or a phrase that says nothing of the picture."),
        new(Prefix + "script", FeatureKind.Code, "Script of most of the letters: latin, cyrillic, greek, arabic, hebrew, devanagari, "
            + "han, kana, hangul, thai or other; absent where there are none."),
    ];

    private static FeatureColumn[] Told { get; } =
    [
        new(Language, FeatureKind.Code, "Likeliest language, ISO 639-1; absent where there are no letters."),
        new(LanguageMargin, FeatureKind.Number, "How much likelier than the next one, in nats a letter; 1 where the script tells it."),
    ];

    public IReadOnlyList<ViewSpec> Views => [];

    public IReadOnlyList<ModelUse> Models => _languages is null ? [] : [_languages.Model];

    public StageReads Reads => StageReads.Caption;

    public ValueTask RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel)
    {
        foreach (var sample in batch)
        {
            cancel.ThrowIfCancellationRequested();
            Write(sample.Caption, sample.Features);
            if (_languages?.Of(sample.Caption) is not { } guess)
                continue;
            sample.Features.Set(Language, guess.Code);
            sample.Features.Set(LanguageMargin, guess.Margin);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static void Write(string caption, FeatureRow features)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var (words, letters) = (0, 0);
        foreach (var word in Word().EnumerateMatches(caption))
        {
            words++;
            letters += word.Length;
            seen.Add(caption.Substring(word.Index, word.Length));
        }

        features.Set(Prefix + "repetition", words == 0 ? 0 : 1 - (seen.Count / (double)words));
        features.Set(Prefix + "word-length", words == 0 ? 0 : letters / (double)words);
        features.Set(Prefix + "boilerplate", Boilerplate().IsMatch(caption));
        WriteLetters(caption, features);
    }

    private static void WriteLetters(string caption, FeatureRow features)
    {
        var (letters, marks, upper, cased) = (0, 0, 0, 0);
        var scripts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var rune in caption.EnumerateRunes().Where(rune => !Rune.IsWhiteSpace(rune)))
        {
            marks++;
            if (!Rune.IsLetter(rune))
                continue;
            letters++;
            upper += Rune.IsUpper(rune) ? 1 : 0;
            cased += Rune.IsUpper(rune) || Rune.IsLower(rune) ? 1 : 0;
            var script = ScriptOf(rune.Value);
            scripts[script] = scripts.GetValueOrDefault(script) + 1;
        }

        features.Set(Prefix + "letter-share", marks == 0 ? 0 : letters / (double)marks);
        features.Set(Prefix + "capital-share", cased == 0 ? 0 : upper / (double)cased);
        if (scripts.Count > 0)
            features.Set(Prefix + "script", scripts.MaxBy(pair => pair.Value).Key); // the first of the alphabet where two are as many
    }

    // Ranges of Unicode's blocks; letters outside of them are few.
    private static string ScriptOf(int letter) => letter switch
    {
        < 0x250 or (>= 0x1E00 and < 0x1F00) => "latin",
        >= 0x370 and < 0x400 => "greek",
        >= 0x400 and < 0x530 => "cyrillic",
        >= 0x590 and < 0x600 => "hebrew",
        >= 0x600 and < 0x780 => "arabic",
        >= 0x900 and < 0x980 => "devanagari",
        >= 0xE00 and < 0xE80 => "thai",
        >= 0x3040 and < 0x3100 => "kana",
        >= 0x3400 and < 0xA000 or >= 0x20000 and < 0x32000 => "han",
        >= 0xAC00 and < 0xD7B0 or >= 0x1100 and < 0x1200 => "hangul",
        _ => "other",
    };

    public sealed record Options
    {
        [Description("Model of the store that tells the language of captions, such as languages-udhr; empty: it is not told.")]
        public string Languages { get; init; } = "";
    }

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    // Names that cameras give, file names, addresses, and what shops and agencies write under everything.
    [GeneratedRegex(
        @"\b(IMG|DSC|DSCN|PICT|P)_?\d{3,}\b|\.(jpe?g|png|gif|webp)\b|https?://|\bwww\.|\ball rights reserved\b|\bclick (here|to)\b"
        + @"|\bstock (photo|image|vector)|\broyalty[- ]free\b|\bfree shipping\b|\badd to cart\b|\bfor sale\b|\bimage not available\b"
        + @"|\bno caption\b|\buntitled\b|\bplaceholder\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Boilerplate();
}
