using System.Globalization;
using System.Text;

namespace Mm.Data.Measure;

/// <summary>
/// What tells captions that are nearly the same: for each of 256 orders of all words and word pairs, four bits of the first that the
/// caption has (MinHash, Broder 1997; so few bits of each by Li and König, b-Bit Minwise Hashing, 2010). Two signatures agree in
/// J + (1 - J) / 16 of the places, J being the share of words and pairs that the captions have in common. Words are hashed under a key,
/// so that nobody without it can try words against a signature.
/// </summary>
public sealed class CaptionSignature
{
    /// <summary>Orders, hence places of a signature.</summary>
    public const int Places = 256;

    /// <summary>Bytes of a signature: two places in each, the first in the lower half.</summary>
    public const int Length = Places / 2;

    private const int Mask = 0xf;

    // Characters of scripts that are written without blanks are words of their own.
    private const int UnspacedFrom = 0x2E80;

    private readonly KeyedHash _hash;
    private readonly ulong[] _orders;

    /// <param name="key">32 bytes.</param>
    public CaptionSignature(byte[] key)
    {
        _hash = new KeyedHash(key);
        _orders = [.. Enumerable.Range(0, Places).Select(order => _hash.Of($"order {order}"))];
    }

    /// <summary>The words of a caption, in order and lower case: letters and digits, whatever stands between them.</summary>
    public static IReadOnlyList<string> Words(string caption)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in caption.EnumerateRunes())
        {
            var isPart = Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark;
            if (!isPart || rune.Value >= UnspacedFrom)
                End();
            if (isPart)
                word.Append(Rune.ToLowerInvariant(rune).ToString());
            if (rune.Value >= UnspacedFrom)
                End();
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0)
                words.Add(word.ToString());
            word.Clear();
        }
    }

    /// <summary><see cref="Length"/> bytes; of no words, null.</summary>
    public byte[]? Of(IReadOnlyList<string> words)
    {
        if (words.Count == 0)
            return null;
        var first = new ulong[Places];
        Array.Fill(first, ulong.MaxValue);
        foreach (var gram in words.Concat(words.Zip(words.Skip(1), (one, next) => $"{one} {next}")).Distinct(StringComparer.Ordinal))
        {
            var hash = _hash.Of(gram);
            for (var place = 0; place < Places; place++)
                first[place] = Math.Min(first[place], Mixed(hash ^ _orders[place]));
        }

        var signature = new byte[Length];
        for (var place = 0; place < Places; place++)
            signature[place / 2] |= (byte)((first[place] & Mask) << (4 * (place % 2)));
        return signature;
    }

    // The finaliser of MurmurHash3 (Appleby, public domain): every bit of the input moves every bit of the output.
    private static ulong Mixed(ulong value)
    {
        value = (value ^ (value >> 33)) * 0xFF51AFD7ED558CCD;
        value = (value ^ (value >> 33)) * 0xC4CEB9FE1A85EC53;
        return value ^ (value >> 33);
    }
}
