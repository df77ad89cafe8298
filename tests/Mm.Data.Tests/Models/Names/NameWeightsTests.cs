using Mm.Data.Models.Names;
using Xunit;

namespace Mm.Data.Tests.Models.Names;

public sealed class NameWeightsTests
{
    [Fact]
    public void What_is_written_is_read_again()
    {
        var weights = Weights.Scrambled(1);
        var read = NameWeights.Read(weights.Write());

        Assert.Equal(weights.Rows, read.Rows);
        Assert.Equal(weights.Transitions, read.Transitions);
        Assert.Equal(weights.Lexicon.Slots.ToArray(), read.Lexicon.Slots.ToArray());
        Assert.Equal(weights.Write(), read.Write());
    }

    [Fact]
    public void Every_shorter_file_and_one_that_is_too_long_is_refused()
    {
        var file = Weights.Scrambled(1).Write();

        foreach (var length in Enumerable.Range(0, 700).Concat([file.Length - 1]))
            Assert.Throws<FormatException>(() => NameWeights.Read(file.AsSpan(0, length)));
        Assert.Contains("promises", Assert.Throws<FormatException>(() => NameWeights.Read([.. file, 0])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "MMNAMES1")]
    [InlineData(8, "size of a table")]
    [InlineData(12, "keys a token")]
    [InlineData(16, "size of a table")]
    public void A_head_of_another_format_is_refused_and_says_why(int at, string why)
    {
        var file = Weights.Scrambled(1).Write();
        file[at] ^= 0x80;

        Assert.Contains(why, Assert.Throws<FormatException>(() => NameWeights.Read(file)).Message, StringComparison.Ordinal);
    }
}
