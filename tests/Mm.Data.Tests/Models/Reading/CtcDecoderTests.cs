using Mm.Data.Models.Reading;
using Mm.Data.Pipeline;
using Xunit;

namespace Mm.Data.Tests.Models.Reading;

public sealed class CtcDecoderTests
{
    private static readonly CtcDecoder Decoder = new(["a", "b"]); // classes: none, a, b, space

    [Theory]
    [InlineData("..aa..bb..", "ab")]
    [InlineData("aa.aab", "aab")]
    [InlineData("a_b", "a b")]
    [InlineData("....", "")]
    public void Repeats_are_one_character_unless_something_is_between(string steps, string expected) =>
        Assert.Equal(expected, Decoder.Decode(Path(steps, 0.9f), steps.Length).Text);

    [Fact]
    public void A_character_reaches_half_way_to_its_neighbours_and_the_outer_ones_to_the_ends()
    {
        var (_, _, places) = Decoder.Decode(Path("..aa....b.", 0.9f), 10);

        Assert.Equal(2, places.Length);
        Assert.Equal((0, 0.575), (places[0].From, Math.Round(places[0].To, 4))); // centres 3 and 8.5
        Assert.Equal((0.575, 1), (Math.Round(places[1].From, 4), places[1].To));
    }

    [Fact]
    public void Places_are_shares_of_the_line_and_not_of_its_padding()
    {
        var (_, _, places) = Decoder.Decode(Path("aa..bb....", 0.9f), used: 6);

        Assert.Equal(0.5, places[0].To, 4);
        Assert.Equal(1, places[1].To);
    }

    [Fact]
    public void Confidence_is_the_mean_over_characters_of_their_best_step()
    {
        var steps = Path("a.b", 0.6f);
        steps[1] = 0.8f;

        Assert.Equal(0.7, Decoder.Decode(steps, 3).Confidence, 4);
        Assert.Equal(0, Decoder.Decode(Path("..", 1), 2).Confidence);
    }

    [Fact]
    public void A_space_counts_from_little_on_where_no_character_is_and_says_nothing_of_confidence()
    {
        var steps = Path("a.b", 0.9f);
        steps[7] = 0.03f;
        var shy = Path("a.b", 0.9f);
        shy[7] = 0.01f;

        Assert.Equal(("a b", 0.9f), (Decoder.Decode(steps, 3).Text, Decoder.Decode(steps, 3).Confidence));
        Assert.Equal("ab", Decoder.Decode(shy, 3).Text);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(1.01f)]
    [InlineData(-0.01f)]
    public void What_is_no_probability_is_refused(float value)
    {
        var steps = Path("ab", 0.9f);
        steps[6] = value;

        Assert.Throws<DetectorException>(() => Decoder.Decode(steps, 2));
    }

    private static float[] Path(string steps, float probability)
    {
        var values = new float[steps.Length * Decoder.Classes];
        for (var i = 0; i < steps.Length; i++)
            values[(i * Decoder.Classes) + ".ab_".IndexOf(steps[i], StringComparison.Ordinal)] = probability;
        return values;
    }
}
