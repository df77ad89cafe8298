using Xunit;

namespace Mm.Data.Tests.Measure.Text;

public sealed class SecretRecogniserTests
{
    private const string Forty = "0123456789abcdefghijABCDEFGHIJ0123456789";

    [Theory]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("ghp_abcdefghijklmnopqrstuvwxyz0123456789")]
    [InlineData("ya29.a0AfH6SMBx-abcdefghijklmnop_q")]
    [InlineData("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")]
    [InlineData("sk-" + Forty)]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U")]
    public void Keys_with_the_prefix_of_their_issuer_are_found(string key) => Assert.Equal($"API_KEY:{key}", Scans.Found($"use {key} now"));

    [Theory]
    [InlineData("AKIAIOSFODNN7EXAMPL")]
    [InlineData("xAKIAIOSFODNN7EXAMPLE")]
    [InlineData("ghp_short")]
    [InlineData("SG.")]
    [InlineData("eyJ.eyJ.")]
    [InlineData("sk-learn-and-other-lower-case-words-joined")]
    public void What_only_begins_like_one_is_not(string text) => Assert.Equal("", Scans.Found(text));

    [Fact]
    public void A_private_key_goes_with_its_block_and_a_cut_one_to_the_end()
    {
        const string block = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----";
        Assert.Equal($"PRIVATE_KEY:{block}", Scans.Found($"key:\n{block}\nend"));
        Assert.Equal("PRIVATE_KEY:-----BEGIN PRIVATE KEY-----\nMIIE", Scans.Found("a -----BEGIN PRIVATE KEY-----\nMIIE"));
        Assert.Equal("", Scans.Found("-----BEGIN CERTIFICATE-----"));
    }
}
