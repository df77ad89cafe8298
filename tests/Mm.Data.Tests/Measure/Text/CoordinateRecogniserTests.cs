using Xunit;

namespace Mm.Data.Tests.Measure.Text;

public sealed class CoordinateRecogniserTests
{
    [Theory]
    [InlineData("at 48.858370, 2.294481", "48.858370, 2.294481")]
    [InlineData("gps -33.8568,151.2153 ok", "-33.8568,151.2153")]
    [InlineData("{\"lat\": 48.8584, \"lng\": 2.2945}", "48.8584, \"lng\": 2.2945")]
    [InlineData("48°51'29.6\"N 2°17'40.2\"E", "48°51'29.6\"N 2°17'40.2\"E")]
    [InlineData("48.8584° N, 2.2945° E", "48.8584° N, 2.2945° E")]
    [InlineData("geo:48.85837,2.29448", "48.85837,2.29448")]
    public void Places_are_found(string text, string place) => Assert.Equal($"COORDINATES:{place}", Scans.Found(text));

    [Theory]
    [InlineData("loss 0.1234, 0.5678")]
    [InlineData("weights 0.12345, 0.67890, 0.33333")]
    [InlineData("between 1.50 and 2.25")]
    [InlineData("at 91.000001, 12.000001")]
    [InlineData("version 10.12345.2, 11.12345.3")]
    [InlineData("20° C and 30° C")]
    public void Other_decimals_are_not(string text) => Assert.Equal("", Scans.Found(text));
}
