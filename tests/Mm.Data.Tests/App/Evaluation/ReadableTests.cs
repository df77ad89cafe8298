using Mm.Data.App.Evaluation;
using Xunit;

namespace Mm.Data.Tests.App.Evaluation;

public sealed class ReadableTests
{
    [Fact]
    public void Only_letters_and_digits_count() => Assert.Equal("janeexamplecom", Readable.Normal("Jane @ example. COM"));

    [Theory]
    [InlineData("4532015112830366", "card4532015112830366now", 16)]
    [InlineData("4532015112830366", "45320151xx12830366", 8)]
    [InlineData("abc", "xyz", 0)]
    public void The_longest_part_that_can_still_be_read_is_told(string planted, string seen, int expected) =>
        Assert.Equal(expected, Readable.LongestPart(planted, seen));

    [Fact]
    public void A_word_counts_as_often_as_it_was_seen() =>
        Assert.Equal((4, 2), Readable.Words(["open, open day", "door"], ["Open daily", "a door"]));

    [Fact]
    public void Errors_are_edits_to_the_likest_line() =>
        Assert.Equal((11, 1), Readable.Errors(["open day", "door"], ["opendy", "d00r?", "doo r"]));
}
