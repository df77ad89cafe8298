using Mm.Data.Models.Pull;
using Mm.Data.Pipeline;
using Xunit;

namespace Mm.Data.Tests.Models.Pull;

public sealed class AddressesTests
{
    [Theory]
    [InlineData("https://example.org/models", "https://example.org/models/")]
    [InlineData("http://127.0.0.1:8080/", "http://127.0.0.1:8080/")]
    [InlineData("http://localhost/a", "http://localhost/a/")]
    public void Https_and_this_machine_may_be_asked(string text, string address) =>
        Assert.Equal(new Uri(address), Addresses.Parse(text, allowHttp: false));

    [Theory]
    [InlineData("http://example.org/")]
    [InlineData("ftp://example.org/")]
    [InlineData("/models")]
    [InlineData("not an address")]
    [InlineData("https://example.org/?key=secret")]
    [InlineData("https://name:secret@example.org/")]
    public void Others_may_not_and_no_secret_is_repeated(string text)
    {
        var e = Assert.Throws<ConfigurationException>(() => Addresses.Parse(text, allowHttp: false));

        Assert.DoesNotContain("name:secret", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_http_may_be_allowed() => Assert.NotNull(Addresses.Parse("http://example.org/", allowHttp: true));

    [Theory]
    [InlineData("https://a.org/x", "https://cdn.b.org/y", true)]
    [InlineData("https://a.org/x", "/y", true)]
    [InlineData("https://a.org/x", "http://a.org/y", false)]
    [InlineData("https://a.org/x", "http://127.0.0.1/y", false)] // a server elsewhere has no business on this machine
    [InlineData("https://a.org/x", "https://localhost/y", false)]
    [InlineData("http://127.0.0.1/x", "https://a.org/y", true)]
    [InlineData("https://a.org/x", "ftp://a.org/y", false)]
    public void A_redirect_may_not_lead_to_less(string from, string location, bool followed)
    {
        var at = new Uri(location, UriKind.RelativeOrAbsolute);

        if (followed)
            Assert.Equal(new Uri(new Uri(from), at), Addresses.Next(new Uri(from), at, allowHttp: false));
        else
            Assert.Throws<EnvironmentException>(() => Addresses.Next(new Uri(from), at, allowHttp: true));
    }
}
