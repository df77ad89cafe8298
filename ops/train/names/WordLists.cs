using System.Text.Json;
using Mm.Data.Models.Names;

namespace Mm.Data.NameTraining;

/// <summary>The generator's lists as words with their kinds: <c>{ "First": [...], "Last": [...], ... }</c>.</summary>
internal sealed class WordLists
{
    private readonly Dictionary<uint, WordKinds> _kinds = [];

    public WordLists(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (var list in json.RootElement.EnumerateObject())
        {
            var kind = Enum.Parse<WordKinds>(list.Name);
            foreach (var entry in list.Value.EnumerateArray())
                Add(entry.GetString()!, kind);
        }
    }

    public NameLexicon Lexicon(int bits) => NameLexicon.Build(_kinds, bits);

    /// <summary>The lexicon without a share of its names; another one for each seed.</summary>
    public NameLexicon Lexicon(int bits, double hidden, uint seed) =>
        NameLexicon.Build(_kinds.Where(word => !IsHidden(word.Key, hidden, seed)), bits);

    /// <summary>Whether a listed name is to be unknown under this seed; words that are no names never are.</summary>
    public bool IsHidden(uint hash, double share, uint seed) =>
        _kinds.TryGetValue(hash, out var kinds) && (kinds & ~WordKinds.Common) != 0 && Dice.Chance(hash ^ (seed * 0x9e3779b1)) < share;

    private void Add(string entry, WordKinds kind)
    {
        var tokenizer = new NameTokenizer(entry);
        while (tokenizer.Next(out var token))
        {
            if (token.Shape is >= TokenShape.Lower and <= TokenShape.Mixed or TokenShape.Uncased && token.Length > 1)
                _kinds[token.Hash] = _kinds.GetValueOrDefault(token.Hash) | kind;
        }
    }
}
