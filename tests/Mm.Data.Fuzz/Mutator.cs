using System.Text;

namespace Mm.Data.Fuzz;

/// <summary>Changes inputs as AFL's havoc does: bits, bytes, stretches, splices, words that parsers know. Decided by its random numbers.</summary>
public sealed class Mutator(Random random)
{
    private const int BytesMax = 1 << 16;
    private const int StepsMax = 6;

    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "{", "}", "[", "]", "\"", "'", ":", ",", "\n", "\r\n", "\t", "\0", "null", "-1", "1e999", "NaN", "99999999999999999999", "&a ", "*a",
            "!!binary ", "<<: ", "---\n", "? ", "|\n", "\uFEFF", "\\u0000", "\\ud800", "../", "//", "http://", "@", "%00", "[::1]", "xn--", "ustar",
            "path=", "size=99999999999\n", "— ", "PAR1",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFF, 0xFF, 0x7F], [0xFF, 0xFF, 0xFF, 0xFF], [0x00, 0x00, 0x00, 0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x80],
    ];

    public byte[] Mutate(byte[] input, IReadOnlyList<byte[]> others)
    {
        List<byte> bytes = [.. input];
        for (var steps = 1 + random.Next(StepsMax); steps > 0; steps--)
            Step(bytes, others);
        return [.. bytes.Take(BytesMax)];
    }

    private void Step(List<byte> bytes, IReadOnlyList<byte[]> others)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(bytes.Count - at, 1 + random.Next(random.Next(2) == 0 ? 4 : 64));
        switch (random.Next(9))
        {
            case 0 when at < bytes.Count: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1 when at < bytes.Count: bytes[at] = (byte)random.Next(256); break;
            case 2 when at < bytes.Count: bytes[at] += (byte)(random.Next(33) - 16); break;
            case 3: bytes.RemoveRange(at, length); break;
            case 4: bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length)); break;
            case 5: bytes.InsertRange(at, Words[random.Next(Words.Length)]); break;
            case 6: Overwrite(bytes, at, Words[random.Next(Words.Length)]); break;
            case 7: bytes.RemoveRange(at, bytes.Count - at); bytes.AddRange(Tail(others[random.Next(others.Count)])); break;
            case 8 when bytes.Count < BytesMax: bytes.InsertRange(at, Enumerable.Repeat((byte)random.Next(256), 1 + random.Next(300))); break;
        }
    }

    private static void Overwrite(List<byte> bytes, int at, byte[] word)
    {
        for (var i = 0; i < word.Length && at + i < bytes.Count; i++)
            bytes[at + i] = word[i];
    }

    private byte[] Tail(byte[] other) => other[random.Next(other.Length + 1)..];
}
