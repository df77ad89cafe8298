using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Tokenizers;

/// <summary>
/// Byte-pair vocabulary of a CLIP text tower. <paramref name="Merges"/> are pairs <c>left right</c>, best first; tokens are spelt in
/// the byte alphabet of GPT-2, words end in <c>&lt;/w&gt;</c>.
/// </summary>
public sealed record ClipVocabulary(IReadOnlyDictionary<string, int> Ids, IReadOnlyList<string> Merges)
{
    public const string StartToken = "<|startoftext|>";
    public const string EndToken = "<|endoftext|>";
    public const string WordEnd = "</w>";

    private const int OpenAiMerges = 49152 - 256 - 2; // OpenAI's reader takes so many of the file's lines

    public int Start => Ids[StartToken];

    public int End => Ids[EndToken];

    /// <summary>The pair of files of the usual exports: <c>vocab.json</c> and <c>merges.txt</c>.</summary>
    /// <exception cref="ConfigurationException">Not such files.</exception>
    public static ClipVocabulary FromVocabAndMerges(string vocabPath, string mergesPath)
    {
        try
        {
            var ids = JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllBytes(vocabPath)) ?? [];
            return Checked(new ClipVocabulary(ids, Lines(File.ReadLines(mergesPath))), vocabPath);
        }
        catch (JsonException e)
        {
            throw new ConfigurationException($"{vocabPath} is not a vocabulary (a JSON object of token to id): {e.Message}");
        }
    }

    /// <summary>OpenAI's <c>bpe_simple_vocab_16e6.txt.gz</c>: merges alone, from which the ids follow.</summary>
    /// <exception cref="ConfigurationException">Not such a file.</exception>
    public static ClipVocabulary FromOpenAi(string path)
    {
        try
        {
            using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
            var merges = Lines(AllLines(reader).Skip(1).Take(OpenAiMerges));
            var alphabet = ByteAlphabet();
            string[] tokens =
            [
                .. alphabet,
                .. alphabet.Select(symbol => symbol + WordEnd),
                .. merges.Select(pair => pair.Replace(" ", "", StringComparison.Ordinal)),
                StartToken,
                EndToken,
            ];
            return Checked(new ClipVocabulary(tokens.Index().ToDictionary(token => token.Item, token => token.Index), merges), path);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            throw new ConfigurationException($"{path} is not a gzipped list of merges: {e.Message}");
        }
    }

    /// <summary>A <c>tokenizer.json</c> of the Hugging Face kind with a byte-pair model.</summary>
    /// <exception cref="ConfigurationException">Not such a file.</exception>
    public static ClipVocabulary FromTokenizerJson(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var model = document.RootElement.GetProperty("model");
            var ids = model.GetProperty("vocab").Deserialize<Dictionary<string, int>>()!;
            foreach (var added in document.RootElement.GetProperty("added_tokens").EnumerateArray())
                ids.TryAdd(added.GetProperty("content").GetString()!, added.GetProperty("id").GetInt32());
            var merges = model.GetProperty("merges").EnumerateArray().Select(Pair).ToArray();
            return Checked(new ClipVocabulary(ids, merges), path);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ConfigurationException($"{path} is not a tokenizer.json with a byte-pair model: {e.Message}");
        }
    }

    /// <summary>Writes merges with a space between; newer files hold them as pairs.</summary>
    private static string Pair(JsonElement merge) => merge.ValueKind is JsonValueKind.Array
        ? $"{merge[0].GetString()} {merge[1].GetString()}"
        : merge.GetString()!;

    private static string[] Lines(IEnumerable<string> lines) =>
        [.. lines.Where(line => line.Length > 0 && !line.StartsWith("#version", StringComparison.Ordinal))];

    private static IEnumerable<string> AllLines(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private static ClipVocabulary Checked(ClipVocabulary vocabulary, string path)
    {
        var problems = new List<string>();
        foreach (var token in new[] { StartToken, EndToken }.Where(token => !vocabulary.Ids.ContainsKey(token)))
            problems.Add($"{path} has no token {token}: not a CLIP vocabulary.");
        if (vocabulary.Merges.Any(merge => merge.Split(' ').Length != 2))
            problems.Add($"{path}: every merge must be two symbols with a space between.");
        return problems.Count == 0 ? vocabulary : throw new ConfigurationException(problems);
    }

    /// <summary>
    /// The printable character that stands for each byte, in the order of OpenAI's table: the printable Latin-1 bytes stand for
    /// themselves, the others follow from U+0100 on.
    /// </summary>
    private static string[] ByteAlphabet()
    {
        int[] printable = [.. Codes('!', '~'), .. Codes(0xA1, 0xAC), .. Codes(0xAE, 0xFF)];
        var others = Enumerable.Range(0, 256 - printable.Length).Select(i => 0x100 + i);
        return [.. printable.Concat(others).Select(code => ((char)code).ToString())];
    }

    private static IEnumerable<int> Codes(int first, int last) => Enumerable.Range(first, last - first + 1);
}
