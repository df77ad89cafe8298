using System.Text.Json;
using Mm.Data.Pipeline;

namespace Mm.Data.Source;

/// <summary>
/// Reads the words with their times out of a JSON side-car as Whisper and the tools after it write it: <c>words</c>, or <c>segments</c>
/// with <c>words</c> each, of <c>{"word": ..., "start": seconds, "end": seconds}</c>.
/// </summary>
internal static class Transcript
{
    private const int WordsMax = 1_000_000;

    /// <summary>
    /// In the order of the file. Empty where there are none, and where one lacks its times: a transcript with holes would let be heard
    /// what it does not place.
    /// </summary>
    public static IReadOnlyList<SpokenWord> Read(JsonElement root)
    {
        var words = new List<SpokenWord>();
        try
        {
            if (root.TryGetProperty("words", out var flat) && flat.ValueKind is JsonValueKind.Array)
                words.AddRange(flat.EnumerateArray().Take(WordsMax).Select(Word));
            else if (root.TryGetProperty("segments", out var segments) && segments.ValueKind is JsonValueKind.Array)
                words.AddRange(segments.EnumerateArray().SelectMany(Words).Take(WordsMax).Select(Word));
            return words;
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return [];
        }
    }

    private static IEnumerable<JsonElement> Words(JsonElement segment) => segment.GetProperty("words").EnumerateArray();

    private static SpokenWord Word(JsonElement word)
    {
        var text = word.GetProperty("word").GetString() ?? throw new FormatException();
        var (from, to) = (word.GetProperty("start").GetDouble(), word.GetProperty("end").GetDouble());
        return from >= 0 && to >= from && double.IsFinite(to) ? new SpokenWord(text, from, to) : throw new FormatException();
    }
}
