using Mm.Data.Measure;
using Xunit;

namespace Mm.Data.Tests.Measure;

public sealed class CaptionGramsTests
{
    private static readonly CaptionGrams Grams = new(new byte[32], 4);

    [Fact]
    public void A_caption_has_a_hash_for_each_run_and_shares_those_of_what_it_quotes()
    {
        string[] caption = ["a", "dog", "runs", "over", "sand"];
        string[] quoting = ["she", "wrote", "a", "dog", "runs", "over", "sand", "today"];

        Assert.Equal(2, Hashes(caption).Count);
        Assert.Superset(Hashes(caption), Hashes(quoting));
        Assert.Empty(Hashes(caption[..3]));
        Assert.Empty(Hashes(caption).Intersect(Hashes([.. caption.Reverse()])));
        Assert.Empty(Hashes(caption).Intersect(Hashes(caption, key: 1)));
    }

    [Fact]
    public void Of_a_long_text_the_smallest_hashes_are_kept_in_rising_order()
    {
        string[] words = [.. Enumerable.Range(0, 3000).Select(word => $"w{word}")];
        var kept = Read(Grams.Of(words));

        Assert.Equal(CaptionGrams.GramsMax, kept.Count);
        Assert.Equal(kept.Order(), kept);
        Assert.All(Hashes(words[..1000]).Where(hash => hash <= kept[^1]), hash => Assert.Contains(hash, kept));
    }

    private static HashSet<ulong> Hashes(string[] words, byte key = 0) =>
        [.. Read(new CaptionGrams([.. Enumerable.Repeat(key, 32)], 4).Of(words))];

    private static List<ulong> Read(byte[] grams) =>
        [.. grams.Chunk(sizeof(ulong)).Select(hash => BitConverter.ToUInt64(hash))];
}
