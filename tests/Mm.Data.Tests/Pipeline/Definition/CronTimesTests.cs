using System.Globalization;
using Mm.Data.Pipeline.Definition;
using Xunit;

namespace Mm.Data.Tests.Pipeline.Definition;

public sealed class CronTimesTests
{
    private const string Berlin = "Europe/Berlin";

    /// <summary>Clocks in Berlin go from 02:00 to 03:00 on 29 March 2026, at 01:00 UTC, and from 03:00 to 02:00 on 25 October.</summary>
    [Theory]
    [InlineData("30 2 * * *", "2026-03-28T12:00Z", "2026-03-30T12:00Z", "2026-03-29T01:00Z 2026-03-30T00:30Z")] // is not there
    [InlineData("30 2 * * *", "2026-10-24T12:00Z", "2026-10-26T12:00Z", "2026-10-25T00:30Z 2026-10-26T01:30Z")] // comes twice
    [InlineData("0 * * * *", "2026-03-28T23:30Z", "2026-03-29T02:00Z", "2026-03-29T00:00Z 2026-03-29T01:00Z 2026-03-29T02:00Z")]
    [InlineData("0 * * * *", "2026-10-24T23:30Z", "2026-10-25T02:00Z", "2026-10-25T00:00Z 2026-10-25T01:00Z 2026-10-25T02:00Z")]
    public void Both_changes_of_the_clocks_name_each_moment_once(string cron, string after, string until, string expected) => Assert.Equal(
        expected.Split(' '),
        CronTimes.Parse(cron, Berlin).Between(Time(after), Time(until), 100)
            .Select(time => time.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture)));

    [Fact]
    public void Six_fields_begin_with_the_second() => Assert.Equal(
        Time("2026-03-01T00:00:10Z"), CronTimes.Parse("*/10 * * * * *", "UTC").Next(Time("2026-03-01T00:00:01Z")));

    [Fact]
    public void No_more_moments_come_than_were_asked_for() => Assert.Equal(
        7, CronTimes.Parse("* * * * *", "UTC").Between(Time("2026-01-01T00:00Z"), Time("2027-01-01T00:00Z"), 7).Count());

    [Theory]
    [InlineData("every night", "UTC", "every night")]
    [InlineData("30 2 * * *", "Mars/Olympus", "Mars/Olympus")]
    public void What_is_no_cron_or_no_zone_is_told_with_an_example(string cron, string zone, string named)
    {
        var message = Assert.Throws<FormatException>(() => CronTimes.Parse(cron, zone)).Message;
        Assert.Contains($"'{named}'", message, StringComparison.Ordinal);
        Assert.Contains("write", message, StringComparison.Ordinal);
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
