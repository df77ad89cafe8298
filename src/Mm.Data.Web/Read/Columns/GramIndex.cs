using System.Numerics;
using Microsoft.Win32.SafeHandles;

namespace Mm.Data.Web.Read.Columns;

/// <summary>Where the stretches of a gram lie in their file.</summary>
internal readonly record struct GramPlace(int Gram, int Bytes, long At);

/// <summary>
/// Which stretches of samples have which three bytes beside each other in a released caption, in lower case: a text can only stand where
/// all of its grams do, so a search looks at those stretches alone. Holds nothing that the captions do not; any script will do, as grams
/// are bytes of UTF-8. (Zobel, Moffat: Inverted files for text search engines, 2006, section on n-grams.)
/// </summary>
internal sealed class GramIndex : IDisposable
{
    public const int GramBytes = 3;

    /// <summary>Samples of a stretch: few enough that the captions of one are read in no time.</summary>
    public const int StretchRows = 64;

    private const int GramsAskedMax = 16;
    private const int FewStretches = 4;

    private readonly Column<GramPlace> _places;
    private readonly SafeFileHandle _stretches;
    private readonly int _count;

    /// <param name="folder">The index's.</param>
    /// <param name="samples">Of the release.</param>
    /// <exception cref="IOException">A file is missing.</exception>
    public GramIndex(string folder, long samples)
    {
        _count = checked((int)((samples + StretchRows - 1) / StretchRows));
        _places = new Column<GramPlace>(Path.Combine(folder, IndexNames.Grams));
        _stretches = File.OpenHandle(
            Path.Combine(folder, IndexNames.Stretches), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
    }

    /// <summary>Whether the file of stretches is as long as the other says.</summary>
    public bool IsWhole => (_places.Length == 0 ? 0 : _places[_places.Length - 1] is var last ? last.At + last.Bytes : 0)
        == RandomAccess.GetLength(_stretches);

    public static int GramAt(ReadOnlySpan<byte> text, int at) => (text[at] << 16) | (text[at + 1] << 8) | text[at + 2];

    /// <summary>A bit for each stretch that may hold the text; null for one too short to tell: all may.</summary>
    public ulong[]? Candidates(ReadOnlySpan<byte> text)
    {
        if (text.Length < GramBytes)
            return null;
        var places = new List<GramPlace>();
        for (var at = 0; at + GramBytes <= text.Length; at++)
        {
            if (Find(GramAt(text, at)) is not { } place)
                return new ulong[Words];
            places.Add(place);
        }

        var candidates = new ulong[Words];
        var isFirst = true;
        foreach (var place in places.Distinct().OrderBy(place => place.Bytes).Take(GramsAskedMax)) // the rarest first
        {
            var bits = Read(place);
            for (var word = 0; word < bits.Length; word++)
                candidates[word] = isFirst ? bits[word] : candidates[word] & bits[word];
            isFirst = false;
            if (candidates.Sum(word => BitOperations.PopCount(word)) <= FewStretches)
                break;
        }

        return candidates;
    }

    public void Dispose()
    {
        _places.Dispose();
        _stretches.Dispose();
    }

    private int Words => (_count + 63) / 64;

    private GramPlace? Find(int gram)
    {
        for (long low = 0, high = _places.Length - 1; low <= high;)
        {
            var middle = (low + high) / 2;
            var place = _places[middle];
            if (place.Gram == gram)
                return place;
            (low, high) = place.Gram < gram ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    private ulong[] Read(GramPlace place)
    {
        var bytes = new byte[place.Bytes];
        Files.ReadExactly(_stretches, bytes, place.At);
        var bits = new ulong[Words];
        var stretch = -1;
        for (var at = 0; at < bytes.Length; at++)
        {
            uint distance = 0;
            for (var shift = 0; ; shift += 7)
            {
                distance |= (uint)(bytes[at] & 127) << shift;
                if (bytes[at] < 128)
                    break;
                at++;
            }

            stretch += (int)distance;
            bits[stretch / 64] |= 1UL << (stretch % 64);
        }

        return bits;
    }
}
