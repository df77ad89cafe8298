using Mm.Data.Measure.ImageText;
using Xunit;

namespace Mm.Data.Tests.Measure.ImageText;

public sealed class DoubtfulTextTests
{
    private static readonly DoubtfulText Doubtful = new(8);

    [Theory]
    [InlineData("pay 4532 0151 1283 0367 now", "4532 0151 1283 0367")] // no checksum holds
    [InlineData("ref 12345678", "12345678")]
    [InlineData("030/1234-5678", "030/1234-5678")]
    [InlineData("DE93916871378473", "93916871378473")]
    public void A_long_number_counts_whatever_its_checksum(string text, string expected) => Assert.Equal(expected, Found(text));

    [Theory]
    [InlineData("1234567")]
    [InlineData("on 31/12/2019 at noon")]
    [InlineData("2019-12-31")]
    [InlineData("1,234.50 1,234.50 10.00")]
    [InlineData("1234   5678")]
    [InlineData("2 @ 3.00")]
    [InlineData("12:30:45")]
    public void Dates_amounts_and_short_numbers_do_not(string text) => Assert.Empty(Doubtful.Find(text));

    [Theory]
    [InlineData("to jane@examplecom now", "jane@examplecom")]
    [InlineData("jane @ example", "jane @ example")]
    public void What_stands_around_an_at_sign_counts(string text, string expected) => Assert.Equal(expected, Found(text));

    [Theory]
    [InlineData("andEA:F8:0F:1C:2D:6Creport", "EA:F8:0F:1C:2D:6C")]
    [InlineData("3F:O8:I2:9A", "3F:O8:I2:9A")] // letters for digits
    [InlineData("3F: 08 :12: 9A :6C now", "3F: 08 :12: 9A :6C")] // fonts with wide signs
    public void Pairs_of_hexadecimal_digits_count_also_where_a_word_sticks_to_them(string text, string expected) =>
        Assert.Contains(expected, Found(text), StringComparison.Ordinal);

    private static string Found(string text)
    {
        var span = Assert.Single(Doubtful.Find(text));
        return text.Substring(span.Start, span.Length);
    }
}
