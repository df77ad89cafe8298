using Xunit;

namespace Mm.Data.Tests.Measure.Text;

public sealed class PhoneRecogniserTests
{
    [Theory]
    [InlineData("Call Jane: +1 415 555 0132.", "+1 415 555 0132")]
    [InlineData("(415) 555-0132 after six", "(415) 555-0132")]
    [InlineData("415-555-0132", "415-555-0132")]
    [InlineData("415.555.0132!", "415.555.0132")]
    [InlineData("reach me at 4155550132", "4155550132")]
    [InlineData("1-800-356-9377", "1-800-356-9377")]
    [InlineData("+44 20 7946 0958", "+44 20 7946 0958")]
    [InlineData("tel. 020 7946 0958", "020 7946 0958")]
    [InlineData("07911 123456, UK", "07911 123456")]
    [InlineData("+44 7700 900123", "+44 7700 900123")] // set aside for fiction, so not assigned
    [InlineData("call 07700 900123", "07700 900123")]
    [InlineData("030 901820 in Berlin", "030 901820")]
    [InlineData("Handy 0171 1234567", "0171 1234567")]
    [InlineData("+49 (0)30 901820", "+49 (0)30 901820")]
    [InlineData("01 42 68 53 00 à Paris", "01 42 68 53 00")]
    [InlineData("06.12.34.56.78", "06.12.34.56.78")]
    [InlineData("+33 1 42 68 53 00", "+33 1 42 68 53 00")]
    [InlineData("+81 3-3224-5000", "+81 3-3224-5000")]
    [InlineData("+1\u00A0415\u00A0555\u00A00132", "+1\u00A0415\u00A0555\u00A00132")]
    [InlineData("＋１ ４１５ ５５５ ０１３２", "＋１ ４１５ ５５５ ０１３２")]
    [InlineData("4\u200B15-555-01\u200B32", "4\u200B15-555-01\u200B32")]
    [InlineData("phone: 555-0132", "555-0132")]
    public void Numbers_of_the_default_regions_and_international_ones_are_found(string text, string number) =>
        Assert.Equal("PHONE:" + number, Scans.Found(text));

    [Theory]
    [InlineData("from 1914 to 1918, and 1939-1945")]
    [InlineData("2019 2020 2021 2022")]
    [InlineData("seasons 2019-2020-2021")]
    [InlineData("it cost $4155550132 or 4155550132 €")]
    [InlineData("$1,234,567.89 and 1.234.567,89 €")]
    [InlineData("USD 2125550132")]
    [InlineData("ISBN 978-3-16-148410-0")]
    [InlineData("9783161484100")]
    [InlineData("ISBN 0-306-40615-2")]
    [InlineData("from 12:30 to 14:45, 10.30-11.15")]
    [InlineData("2024-01-15 12:30:45")]
    [InlineData("01.02.2024 - 03.04.2024")]
    [InlineData("call on 2024-01-15")]
    [InlineData("pi is 3.14159265358979")]
    [InlineData("0.4155550132")]
    [InlineData("1920x1080, 3840 x 2160, f/2.8 1/250 ISO 3200")]
    [InlineData("1 2 3 4 5 6 7 8 9 10 11 12")]
    [InlineData("unix time 1700000000")]
    [InlineData("IMG_20240115_123045.jpg")]
    [InlineData("DSC0001234")]
    [InlineData("100 000 000 people")]
    public void Years_prices_books_times_and_measures_are_not(string text) => Assert.Equal("", Scans.Found(text));

    [Fact]
    public void Every_way_of_writing_valid_american_numbers_is_found()
    {
        string[] areas = ["212", "415", "617", "312", "206"];
        string[] forms =
            ["+1{0}{1}{2}", "+1-{0}-{1}-{2}", "({0}) {1}-{2}", "{0}-{1}-{2}", "{0}.{1}.{2}", "1 {0} {1} {2}", "{0} {1} {2}", "{0}{1}{2}"];
        foreach (var (area, form) in from a in areas from f in forms select (a, f))
        {
            var number = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, area, "736", "5000");
            Assert.Equal("PHONE:" + number, Scans.Found($"Call Sam, {number} please"));
        }
    }
}
