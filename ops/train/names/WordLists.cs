using System.Text.Json;
using Mm.Data.Models.Names;

namespace Mm.Data.NameTraining;

/// <summary>The generator's lists as words with their kinds: <c>{ "First": [...], "Last": [...], ... }</c>.</summary>
internal sealed class WordLists
{
    /// <summary>A word of this many lower-case uses that begin no name for one that does is quiet.</summary>
    private const int QuietShare = 20;

    /// <summary>Labels that begin a name: a word that only goes on with one need not open anything.</summary>
    private const uint Beginning = (1 << NameLabel.Inside) - 1;

    private readonly Dictionary<uint, WordKinds> _listed = [];
    private Dictionary<uint, WordKinds> _kinds = [];

    public WordLists(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (var list in json.RootElement.EnumerateObject())
        {
            var kind = Enum.Parse<WordKinds>(list.Name);
            foreach (var entry in list.Value.EnumerateArray())
                Add(entry.GetString()!, kind);
        }

        _kinds = _listed;
    }

    /// <summary>
    /// Learns from texts which words hardly ever begin a name in lower case. What was counted before is forgotten, so that a fold knows
    /// nothing of another.
    /// </summary>
    public void Count(IEnumerable<LabelledText> texts)
    {
        var counts = new Dictionary<uint, (int Other, int Begins)>();
        foreach (var text in texts)
        {
            var tokens = new NameToken[text.Text.Length];
            tokens = tokens[..NameTagger.Tokenize(text.Text, tokens)];
            var allowed = text.Allowed(tokens);
            for (var i = 0; i < tokens.Length; i++)
            {
                if (tokens[i].Shape != TokenShape.Lower)
                    continue;
                var (other, begins) = counts.GetValueOrDefault(tokens[i].Hash);
                var isBeginning = (allowed[i] & Beginning) != 0 && (allowed[i] & (1u << NameLabel.Outside)) == 0;
                counts[tokens[i].Hash] = isBeginning ? (other, begins + 1) : (other + 1, begins);
            }
        }

        _kinds = _listed.ToDictionary(word => word.Key, word => word.Value == WordKinds.Common ? word.Value | WordKinds.Quiet : word.Value);
        foreach (var (hash, (other, begins)) in counts)
        {
            var kinds = _kinds.GetValueOrDefault(hash);
            kinds = other > begins * QuietShare ? kinds | WordKinds.Quiet : kinds & ~WordKinds.Quiet;
            if (kinds != 0)
                _kinds[hash] = kinds;
        }
    }

    public NameLexicon Lexicon(int bits) => NameLexicon.Build(_kinds, bits);

    /// <summary>The lexicon without a share of its names; another one for each seed.</summary>
    public NameLexicon Lexicon(int bits, double hidden, uint seed) =>
        NameLexicon.Build(_kinds.Where(word => !IsHidden(word.Key, hidden, seed)), bits);

    /// <summary>Whether a listed name is to be unknown under this seed; words that are no names never are.</summary>
    public bool IsHidden(uint hash, double share, uint seed) =>
        _kinds.TryGetValue(hash, out var kinds) && (kinds & ~(WordKinds.Common | WordKinds.Quiet)) != 0 && Dice.Chance(hash ^ (seed * 0x9e3779b1)) < share;

    private void Add(string entry, WordKinds kind)
    {
        var tokenizer = new NameTokenizer(entry);
        while (tokenizer.Next(out var token))
        {
            if (token.Shape is >= TokenShape.Lower and <= TokenShape.Mixed or TokenShape.Uncased && token.Length > 1)
                _listed[token.Hash] = _listed.GetValueOrDefault(token.Hash) | kind;
        }
    }
}
