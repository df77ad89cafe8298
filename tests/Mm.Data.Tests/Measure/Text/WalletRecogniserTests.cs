using Xunit;

namespace Mm.Data.Tests.Measure.Text;

public sealed class WalletRecogniserTests
{
    /// <summary>Examples of BIP 16, 142, 173, 350, EIP-55 and of the projects' own pages.</summary>
    public static TheoryData<string> Published =>
    [
        "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
        "rN7n7otQDd6FczFgLdSqtcsAUxDkw6fzRH",
    ];

    [Theory]
    [MemberData(nameof(Published))]
    public void Published_addresses_are_found(string address) => Assert.Equal($"CRYPTO_WALLET:{address}", Scans.Found($"send to {address}, please"));

    [Theory]
    [MemberData(nameof(Published))]
    public void A_changed_address_is_none(string address)
    {
        if (address == "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4")
            address = address.ToLowerInvariant();
        var changed = address[..^1] + (address[^1] == 'a' ? 'c' : char.IsAsciiLetterUpper(address[^1]) ? 'B' == address[^1] ? 'C' : 'B' : 'a');
        var isEther = changed.StartsWith("0x", StringComparison.Ordinal);
        Assert.Equal("", Scans.Found(isEther ? address.Replace("0x", "0xAa", StringComparison.Ordinal)[..42] : changed));
    }

    [Fact]
    public void Without_a_checksum_the_shape_speaks() =>
        Assert.Equal(0.6f, Assert.Single(Scans.Spans("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")).Score);

    [Theory]
    [InlineData("1111111111111111111111111111111111")]
    [InlineData("0x0000000000000000000000000000000000000000")]
    [InlineData("commit 5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")]
    public void Other_long_words_are_not(string text) => Assert.DoesNotContain("CRYPTO_WALLET", Scans.Types(text));
}
