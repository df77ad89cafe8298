using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mm.Data.Models.Names;

/// <summary>
/// What the model is told of a token: hashed combinations of the words around it, how they are written, what lists say about them
/// and where in the line they stand. Training and tagging both call this code, so they cannot differ.
/// </summary>
internal sealed class NameFeatures(NameLexicon lexicon)
{
    /// <summary>Keys of a token.</summary>
    public const int Count = 29;

    /// <summary>The longest stretch of tokens that is looked at together.</summary>
    public const int SegmentMax = 256;

    /// <summary>Tokens to each side that keys reach to.</summary>
    private const int Reach = 2;

    /// <summary>How far the words before and after a run of capitalised ones are looked for.</summary>
    private const int RunMax = 8;

    /// <summary>Kinds that keys speak of; the others are for <see cref="NameGate"/>.</summary>
    private const uint KindsMask = 0xff;

    /// <summary>Length of a <see cref="Context"/>.</summary>
    public static int ContextLength => Unsafe.SizeOf<Facts>() * ((2 * Reach) + 1);

    private readonly Facts[] _facts = new Facts[SegmentMax + (2 * Reach)];

    /// <summary>The keys whose number names the word itself: training now and then drops them, so that the rest must do.</summary>
    public static ReadOnlySpan<byte> OfWord => [1, 2, 5, 6, 9, 10, 11, 26];

    /// <summary>
    /// Reads tokens <paramref name="start"/> to <paramref name="end"/>, at most <see cref="SegmentMax"/>, whose case is marked.
    /// </summary>
    public void Read(ReadOnlySpan<char> text, ReadOnlySpan<NameToken> tokens, int start, int end)
    {
        var facts = _facts.AsSpan(0, end - start + (2 * Reach));
        for (var i = 0; i < facts.Length; i++)
        {
            var at = start + i - Reach;
            ref var fact = ref facts[i];
            if (at < 0 || at >= tokens.Length)
            {
                fact = default;
                continue;
            }

            ref readonly var token = ref tokens[at];
            fact = new Facts { Word = token.Hash, Shape = (uint)token.Shape, Case = (uint)token.Case };
            if (at >= start - 1 && at <= end && token.Case is not (TokenCase.Sign or TokenCase.Line or TokenCase.Digits))
                fact.Kinds = (uint)lexicon[token.Hash] & KindsMask;
            if (at >= start && at < end)
                Spell(text, token, ref fact);
        }

        ReadLeft(tokens, facts, start);
        ReadRight(tokens, facts, start, end);
    }

    /// <summary>
    /// All that <see cref="Keys"/> looks at for a token, and a number that tells most of it from others: where the bytes are equal, so are
    /// the keys.
    /// </summary>
    public ReadOnlySpan<byte> Context(int index, out uint hash)
    {
        var facts = _facts.AsSpan(index, (2 * Reach) + 1);
        hash = facts[0].Word;
        foreach (ref readonly var fact in facts[1..])
            hash = (hash * 0x9e3779b1) ^ (hash >> 15) ^ fact.Word;
        hash ^= hash >> 16;
        return MemoryMarshal.AsBytes(facts);
    }

    /// <summary>Keys of the token <paramref name="index"/> places after the start of what was read.</summary>
    public void Keys(int index, Span<uint> keys)
    {
        ref readonly var a2 = ref _facts[index];
        ref readonly var a1 = ref _facts[index + 1];
        ref readonly var at = ref _facts[index + Reach];
        ref readonly var b1 = ref _facts[index + 3];
        ref readonly var b2 = ref _facts[index + 4];
        var cased = at.Case;
        _ = keys[Count - 1];
        keys[0] = Key(0, cased, at.Shape, at.Line);
        keys[1] = Key(1, at.Word, 0, 0);
        keys[2] = Key(2, at.Word, cased, 0);
        keys[3] = Key(3, a1.Word, cased, 0);
        keys[4] = Key(4, b1.Word, cased, 0);
        keys[5] = Key(5, a1.Word, at.Word, 0);
        keys[6] = Key(6, at.Word, b1.Word, 0);
        keys[7] = Key(7, a2.Word, a1.Word, cased);
        keys[8] = Key(8, b1.Word, b2.Word, cased);
        keys[9] = Key(9, at.Suffix3, cased, 0);
        keys[10] = Key(10, at.Suffix4, cased, 0);
        keys[11] = Key(11, at.Prefix3, cased, 0);
        keys[12] = Key(12, a1.Shape, at.Shape, b1.Shape);
        keys[13] = Key(13, (a2.Shape << 8) | a1.Shape, at.Shape, (b2.Shape << 8) | b1.Shape);
        keys[14] = Key(14, at.Kinds, cased, 0);
        keys[15] = Key(15, a1.Kinds, at.Kinds, (a1.Case << 8) | cased);
        keys[16] = Key(16, at.Kinds, b1.Kinds, (b1.Case << 8) | cased);
        keys[17] = Key(17, at.Left, cased, 0);
        keys[18] = Key(18, at.Right, cased, 0);
        keys[19] = Key(19, at.Left, at.Right, cased);
        keys[20] = Key(20, at.Left2, at.Left, cased);
        keys[21] = Key(21, a2.Word, cased, 1);
        keys[22] = Key(22, b2.Word, cased, 1);
        keys[23] = Key(23, at.Left, at.Kinds, cased);
        keys[24] = Key(24, at.Line, at.Lines, at.Shape);
        keys[25] = Key(25, a1.Word, at.Shape, b1.Shape);
        keys[26] = Key(26, a1.Word, at.Suffix3, cased);
        keys[27] = Key(27, a1.Word, b1.Word, cased);
        keys[28] = Key(28, (a1.Kinds << 8) | b1.Kinds, at.Kinds, (a1.Case << 16) | (b1.Case << 8) | cased);
    }

    private static void Spell(ReadOnlySpan<char> text, in NameToken token, ref Facts facts)
    {
        if (token.Length <= 3 && !token.IsLine)
        {
            // What it begins and ends with is all of it.
            facts.Prefix3 = facts.Suffix3 = facts.Suffix4 = token.Hash;
            return;
        }

        var word = text.Slice(token.Start, token.Length);
        facts.Prefix3 = NameTokenizer.HashOf(word[..Math.Min(3, word.Length)]);
        facts.Suffix3 = NameTokenizer.HashOf(word[Math.Max(0, word.Length - 3)..]);
        facts.Suffix4 = NameTokenizer.HashOf(word[Math.Max(0, word.Length - 4)..]);
    }

    private static void ReadLeft(ReadOnlySpan<NameToken> tokens, Span<Facts> facts, int start)
    {
        uint left = 0, left2 = 0, line = 0, first = 0, above = 0;
        for (var at = Math.Max(0, start - (2 * RunMax)); at < start + facts.Length - (2 * Reach); at++)
        {
            ref readonly var token = ref tokens[at];
            if (line == 0 && !token.IsLine)
                (above, first) = (first, (uint)token.Shape);
            if (at >= start)
            {
                ref var fact = ref facts[at - start + Reach];
                (fact.Left, fact.Left2, fact.Line, fact.Lines) = (left, left2, (line << 8) | first, above);
            }

            if (token.Shape == TokenShape.Lower || token.IsLine)
                (left2, left) = (left, token.Hash);
            line = token.IsLine ? 0 : Math.Min(3, line + 1);
        }
    }

    private static void ReadRight(ReadOnlySpan<NameToken> tokens, Span<Facts> facts, int start, int end)
    {
        uint right = 0, after = 0, below = 0;
        for (var at = Math.Min(tokens.Length, end + RunMax) - 1; at >= start; at--)
        {
            ref readonly var token = ref tokens[at];
            if (at < end)
            {
                facts[at - start + Reach].Right = right;
                facts[at - start + Reach].Lines |= below << 8;
            }

            if (token.Shape == TokenShape.Lower || token.IsLine)
                right = token.Hash;
            below = token.IsLine ? after : below;
            after = (uint)token.Shape;
        }
    }

    private static uint Key(uint template, uint a, uint b, uint c)
    {
        var hash = (template * 0x9e3779b1) + (a * 0x85ebca77) + (b * 0xc2b2ae3d) + (c * 0x27d4eb2f);
        hash = (hash ^ (hash >> 15)) * 0x2c1b3c6d;
        return hash ^ (hash >> 12);
    }

    private struct Facts
    {
        public uint Word;
        public uint Shape;
        public uint Case;
        public uint Kinds;
        public uint Prefix3;
        public uint Suffix3;
        public uint Suffix4;
        public uint Left;
        public uint Left2;
        public uint Right;
        public uint Line;
        public uint Lines;
    }
}
