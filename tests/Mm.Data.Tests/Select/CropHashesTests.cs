using System.Buffers.Binary;
using System.Numerics;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Select;
using Xunit;

namespace Mm.Data.Tests.Select;

public sealed class CropHashesTests
{
    private const int Windows = 3;
    private const int Items = 400;

    [Fact]
    public void Pairs_are_those_that_comparing_all_with_all_finds()
    {
        var hashes = Enumerable.Range(0, Items).Select(Hashes).ToArray();
        var crops = new CropHashes(hashes, 72);
        var found = new HashSet<(int, int)>();

        crops.Pairs((one, other) => found.Add((Math.Min(one, other), Math.Max(one, other))));

        var expected =
            from one in Enumerable.Range(0, Items)
            from other in Enumerable.Range(one + 1, Items - one - 1)
            where crops.AreNear(one, other)
            select (one, other);
        Assert.NotEmpty(found);
        Assert.Equal(expected.Order(), found.Order());
    }

    [Fact]
    public void A_crop_is_dropped_for_the_better_of_the_two_only_where_it_is_asked_for()
    {
        MeasuredSample[] samples = [Sample("a", 1, 0.1), Sample("b", 0, 0.2), Sample("c", 7, 0.3)];

        var decisions = Selector.Decide(
            samples, new SelectOptions { Duplicates = new DuplicateOptions { CropBits = 72, PerceptualBits = null } }, SoundPolicy.Keep);
        var unasked = Selector.Decide(
            samples, new SelectOptions { Duplicates = new DuplicateOptions { PerceptualBits = null } }, SoundPolicy.Keep);

        Assert.Equal(["duplicate.crop", "kept", "kept"], decisions.Select(decision => decision.Verdict.Reason));
        Assert.Equal("b", decisions[0].DuplicateOf);
        Assert.All(unasked, decision => Assert.Equal("kept", decision.Verdict.Reason));
    }

    private static MeasuredSample Sample(string id, int number, double cosine)
    {
        var sample = Samples.Of(id, cosine: cosine);
        var words = Hashes(number)!;
        var bytes = new byte[words.Length * sizeof(ulong)];
        for (var i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)), words[i]);
        sample.Features.Set(KnownFeatures.WindowHashes, Convert.ToBase64String(bytes));
        return sample;
    }

    // Item 2n + 1 has as its whole a window of item 2n, but for a few bits.
    private static ulong[]? Hashes(int item)
    {
        if (item % 50 == 49)
            return null;
        ulong[] words = [.. Enumerable.Range(0, Windows * CropHashes.Words).Select(i => Word(item, i))];
        if (item % 2 == 1)
        {
            for (var i = 0; i < CropHashes.Words; i++)
                words[i] = Word(item - 1, CropHashes.Words + i) ^ BitOperations.RotateLeft(0x8100_0000_0000_0021UL, item);
        }

        return words;
    }

    private static ulong Word(int item, int word) => Convert.ToUInt64(Samples.Digest($"{item} {word}")[..16], 16);
}
