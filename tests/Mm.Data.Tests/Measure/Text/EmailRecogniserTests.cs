using Xunit;

namespace Mm.Data.Tests.Measure.Text;

public sealed class EmailRecogniserTests
{
    [Theory]
    [InlineData("Write to jane@example.com.", "jane@example.com")]
    [InlineData("<jane.doe+photos@mail.example.co.uk>", "jane.doe+photos@mail.example.co.uk")]
    [InlineData("(mailto:JANE_DOE-1@EXAMPLE.ORG)", "JANE_DOE-1@EXAMPLE.ORG")]
    [InlineData("grüße@müller.de, danke", "grüße@müller.de")]
    [InlineData("用户@例子.广告!", "用户@例子.广告")]
    [InlineData("o'neil@example.com", "o'neil@example.com")]
    [InlineData("'jane@example.com'", "jane@example.com")]
    [InlineData("...jane@example.com...", "jane@example.com")]
    [InlineData("jane@xn--mller-kva.xn--p1ai?", "jane@xn--mller-kva.xn--p1ai")]
    [InlineData("jane@192.168.7.1", "jane@192.168.7.1")]
    [InlineData("jane@example.com-", "jane@example.com")]
    [InlineData("jane@exam\u200Bple.com", "jane@exam\u200Bple.com")]
    [InlineData("ｊａｎｅ＠ｅｘａｍｐｌｅ．ｃｏｍ", "ｊａｎｅ＠ｅｘａｍｐｌｅ．ｃｏｍ")]
    [InlineData("jane&#64;example&period;com", "jane&#64;example&period;com")]
    [InlineData("jane (at) example (dot) org or so", "jane (at) example (dot) org")]
    [InlineData("jane[AT]example.org", "jane[AT]example.org")]
    public void Addresses_are_found_without_what_surrounds_them(string text, string address) =>
        Assert.Equal("EMAIL:" + address, Scans.Found(text));

    [Theory]
    [InlineData("follow @jane.doe on a photo site")]
    [InlineData("three apples @ 2.50 each")]
    [InlineData("icon@2x.png beside icon@3x.webp")]
    [InlineData("jane@localhost")]
    [InlineData("a@b.c")]
    [InlineData("model@v1.2")]
    [InlineData("@@@.com")]
    [InlineData("a cat (at home) and a dog")]
    public void Other_uses_of_the_sign_are_not(string text) => Assert.Equal("", Scans.Found(text));

    [Fact]
    public void Every_combination_of_local_part_domain_and_surrounding_is_found()
    {
        string[] locals = ["a", "jane", "jane.doe", "j+tag", "j_d", "1980", "x-y", "Jane.Ä"];
        string[] domains = ["example.com", "a.b.example.museum", "1und1.de", "ex-ample.io", "例え.jp"];
        string[] around = ["{0}", "mail {0}.", "\"{0}\"", "see:{0},", "[{0}]", "\n{0}\n", "a {0}; b", "{0}?"];
        foreach (var (local, domain, frame) in from l in locals from d in domains from f in around select (l, d, f))
            Assert.Equal($"EMAIL:{local}@{domain}", Scans.Found(frame.Replace("{0}", $"{local}@{domain}", StringComparison.Ordinal)));
    }
}
