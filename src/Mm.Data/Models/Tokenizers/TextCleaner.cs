using System.Buffers;
using System.Net;
using System.Text;
using Mm.Data.Models.Cards;

namespace Mm.Data.Models.Tokenizers;

/// <summary>What the reference implementations do to a caption before they cut it into pieces.</summary>
internal static class TextCleaner
{
    private static readonly SearchValues<char> Punctuation = SearchValues.Create("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");

    public static string Clean(string text, TextSettings settings)
    {
        // Captions from pages are often escaped twice; both give the same string back where there is nothing to resolve.
        var plain = settings.Cleaning is TextCleaning.Clip ? WebUtility.HtmlDecode(WebUtility.HtmlDecode(text)) : text;
        if (settings.Lower)
            plain = plain.ToLowerInvariant();
        return Collapse(settings.Cleaning is TextCleaning.Siglip ? WithoutPunctuation(plain) : plain);
    }

    /// <summary>The text itself where it is clean, which most captions are: nothing is copied then.</summary>
    private static string Collapse(string text)
    {
        var isClean = text.Length == 0 || (text[0] != ' ' && text[^1] != ' ');
        for (var i = 0; isClean && i < text.Length; i++)
            isClean = !char.IsWhiteSpace(text[i]) || (text[i] == ' ' && text[i - 1] != ' ');
        if (isClean)
            return text;

        var single = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (!char.IsWhiteSpace(letter))
                single.Append(letter);
            else if (single.Length > 0 && single[^1] != ' ')
                single.Append(' ');
        }

        if (single.Length > 0 && single[^1] == ' ')
            single.Length--;
        return single.ToString();
    }

    private static string WithoutPunctuation(string text)
    {
        if (!text.AsSpan().ContainsAny(Punctuation))
            return text;
        var kept = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (!Punctuation.Contains(letter))
                kept.Append(letter);
        }

        return kept.ToString();
    }
}
