using Mm.Data.Decode;
using Mm.Data.Decoder.Images;
using Xunit;

namespace Mm.Data.Tests.Decode;

public sealed unsafe class PixelMemoryTests
{
    [Fact]
    public void A_block_that_came_back_is_used_again_unless_it_is_far_too_large()
    {
        var block = PixelMemory.Rent(5 << 20);
        PixelMemory.Return(block);
        var small = PixelMemory.Rent(100);
        var again = PixelMemory.Rent(4 << 20);

        Assert.NotEqual((nint)block.Start, (nint)small.Start);
        Assert.True(again.Bytes >= 4 << 20);
        PixelMemory.Return(small);
        PixelMemory.Return(again);
    }

    [Fact]
    public void Blocks_in_use_never_overlap()
    {
        var blocks = Enumerable.Range(1, 20).Select(i => PixelMemory.Rent(i * 1000)).OrderBy(block => (nint)block.Start).ToList();

        for (var i = 1; i < blocks.Count; i++)
            Assert.True(blocks[i - 1].Start + blocks[i - 1].Bytes <= blocks[i].Start);
        blocks.ForEach(PixelMemory.Return);
    }

    [Fact]
    public void An_answers_memory_is_given_back_once()
    {
        var memory = new AnswerMemory();
        var lease = memory.Rent(1000);
        lease.Dispose();
        lease.Dispose();
        using var one = memory.Rent(1000);
        using var two = memory.Rent(1000);

        one.Memory.Span.Fill(1);
        two.Memory.Span.Fill(2);
        Assert.True(one.Memory.Span.IndexOfAnyExcept((byte)1) < 0);
    }
}
