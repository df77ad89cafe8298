namespace Mm.Data.Pipeline.Ports;

/// <summary>The language of a text. <paramref name="Margin"/> is how much likelier it is than the next one, in nats a letter; 0 where
/// two are as likely, and 1 where its script leaves no other.</summary>
public readonly record struct LanguageGuess(string Code, double Margin);

/// <summary>Tells the language of short texts. Used by several threads at once.</summary>
public interface ILanguageTagger
{
    ModelUse Model { get; }

    /// <summary>The languages that it knows, ISO 639-1.</summary>
    IReadOnlyList<string> Languages { get; }

    /// <summary>The likeliest language; null where there are no letters. A pure function of the text.</summary>
    LanguageGuess? Of(string text);
}
