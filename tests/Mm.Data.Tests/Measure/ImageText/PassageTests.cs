using Mm.Data.Measure.ImageText;
using Mm.Data.Pipeline;
using Xunit;

namespace Mm.Data.Tests.Measure.ImageText;

public sealed class PassageTests
{
    [Fact]
    public void Lines_are_joined_by_a_space_unless_an_address_goes_on()
    {
        Assert.Equal("call me", Passage.Of([Readings.Line("call"), Readings.Line("me")], 0, 1).Text);
        Assert.Equal("jane@example.com", Passage.Of([Readings.Line("jane@"), Readings.Line("example.com")], 0, 1).Text);
        Assert.Equal("jane@example.com", Passage.Of([Readings.Line("jane"), Readings.Line("@example.com")], 0, 1).Text);
    }

    [Fact]
    public void A_span_over_a_break_is_a_part_of_each_line()
    {
        var passage = Passage.Of([Readings.Line("call 415"), Readings.Line("555 now")], 0, 1);

        Assert.Equal(
            [new LineSpan(0, 5, 8, "PHONE", 0.5f), new LineSpan(1, 0, 3, "PHONE", 0.5f)],
            passage.Locate(new Span(5, 7, "PHONE", 0.5f)));
    }

    [Fact]
    public void Spaces_around_the_signs_of_an_address_go_and_places_stay()
    {
        var passage = Passage.Of([Readings.Line("to jane @ example. com")], 0).Tightened();

        Assert.Equal("to jane@example.com", passage.Text);
        Assert.Equal(new LineSpan(0, 3, 22, "EMAIL", 1), Assert.Single(passage.Locate(new Span(3, 16, "EMAIL", 1))));
    }

    [Fact]
    public void Letters_in_a_number_are_digits_and_in_a_word_they_are_not() => Assert.Equal(
        "Oslo 4150550 B1ll", Passage.Of([Readings.Line("Oslo 4l5O550 B1ll")], 0).Digits().Text);
}
