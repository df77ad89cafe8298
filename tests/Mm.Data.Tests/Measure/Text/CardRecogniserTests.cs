using Mm.Data.Measure.Text;
using Xunit;

namespace Mm.Data.Tests.Measure.Text;

public sealed class CardRecogniserTests
{
    /// <summary>Numbers that payment processors publish for tests, one an issuer.</summary>
    public static TheoryData<string> Cards =>
    [
        "4111111111111111", "4012888888881881", "4222222222222", "5555555555554444", "2223003122003222",
        "378282246310005", "371449635398431",
        "6011111111111117", "3530111333300000", "30569309025904", "6200000000000005", "4000000000000000006",
    ];

    [Theory]
    [MemberData(nameof(Cards))]
    public void A_card_is_found_however_it_is_grouped(string card)
    {
        string[] written =
        [
            card, Group(card, ' '), Group(card, '-'), Group(card, '.'), Group(card, '\u00A0'), string.Join(' ', card.AsEnumerable()),
            string.Concat(card.Select(digit => (char)(digit - '0' + '０'))), string.Join('\u200B', card.AsEnumerable()),
        ];
        foreach (var one in written)
            Assert.Equal($"CARD:{one}", Scans.Found($"card {one}, thanks"));
    }

    [Theory]
    [MemberData(nameof(Cards))]
    public void Every_single_wrong_digit_is_rejected(string card)
    {
        var recogniser = new CardRecogniser();
        var wrong = from at in Enumerable.Range(0, card.Length) from digit in "0123456789" where digit != card[at] select (at, digit);
        foreach (var (at, digit) in wrong)
            Assert.Empty(Scans.Of(recogniser, card[..at] + digit + card[(at + 1)..]));
    }

    [Theory]
    [InlineData("1234567812345670")] // Luhn holds, no issuer
    [InlineData("0000000000000000")]
    [InlineData("14111111111111111")] // inside a longer number
    [InlineData("41111111111111111111")]
    [InlineData("4111  1111  1111  1111")]
    [InlineData("4111,1111,1111,1111")]
    public void Other_long_numbers_are_not(string text) => Assert.Empty(Scans.Of(new CardRecogniser(), text));

    [Fact]
    public void A_card_between_other_groups_is_found_alone() =>
        Assert.Equal("CARD:4111 1111 1111 1111", Scans.Found("valid 4111 1111 1111 1111 12/27"));

    private static string Group(string card, char separator) =>
        card.Length == 15 ? $"{card[..4]}{separator}{card[4..10]}{separator}{card[10..]}" : string.Join(separator, card.Chunk(4)
            .Select(part => new string(part)));
}
