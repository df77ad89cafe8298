using Mm.Data.Measure.Text;
using Xunit;

namespace Mm.Data.Tests.Measure.Text;

public sealed class IbanRecogniserTests
{
    /// <summary>The examples of the registry.</summary>
    public static TheoryData<string> Accounts =>
    [
        "DE89370400440532013000", "GB29NWBK60161331926819", "FR1420041010050500013M02606", "NO9386011117947", "CH9300762011623852957",
        "NL91ABNA0417164300",
        "MT84MALT011000012345MTLCAST001S", "ES9121000418450200051332", "IT60X0542811101000000123456", "BE68539007547034",
    ];

    [Theory]
    [MemberData(nameof(Accounts))]
    public void An_account_is_found_however_it_is_written(string account)
    {
        var grouped = string.Join(' ', account.Chunk(4).Select(part => new string(part)));
        foreach (var written in new[] { account, grouped, account.ToLowerInvariant(), grouped.Replace(' ', '-'),
            grouped.Replace(' ', '\u00A0') })
            Assert.Equal($"IBAN:{written}", Scans.Found($"IBAN: {written}. Pay to it"));
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public void Every_single_wrong_digit_is_rejected(string account)
    {
        var recogniser = new IbanRecogniser();
        foreach (var (at, digit) in from at in Enumerable.Range(0, account.Length)
                                    where char.IsAsciiDigit(account[at])
                                    from digit in "0123456789"
                                    where digit != account[at]
                                    select (at, digit))
            Assert.Empty(Scans.Of(recogniser, account[..at] + digit + account[(at + 1)..]));
    }

    [Fact]
    public void Words_that_follow_stay_outside() =>
        Assert.Equal("IBAN:DE89 3704 0044 0532 0130 00", Scans.Found("to DE89 3704 0044 0532 0130 00 is my account"));

    [Theory]
    [InlineData("DE8937040044053201300")] // too short
    [InlineData("DE893704004405320130000")] // too long
    [InlineData("XX89370400440532013000")]
    [InlineData("ADE89370400440532013000")]
    [InlineData("DE89  370400440532013000")]
    public void What_only_looks_like_one_is_not(string text) => Assert.Empty(Scans.Of(new IbanRecogniser(), text));
}
