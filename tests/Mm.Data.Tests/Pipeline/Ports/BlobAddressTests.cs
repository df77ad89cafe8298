using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Pipeline.Ports;

public sealed class BlobAddressTests
{
    [Theory]
    [InlineData("az://photos", "photos", "", "az://photos")]
    [InlineData("AZ://photos/", "photos", "", "az://photos")]
    [InlineData("az://my-photos/in/2026 %23/é/", "my-photos", "in/2026 %23/é", "az://my-photos/in/2026 %23/é")]
    public void An_address_has_one_form(string text, string container, string path, string form)
    {
        Assert.Equal(new BlobAddress(container, path), BlobAddress.Parse(text));
        Assert.Equal(form, BlobAddress.Full(text));
    }

    [Theory]
    [InlineData("az://")]
    [InlineData("az://ab")]
    [InlineData("az://Photos/in")]
    [InlineData("az://a--b/in")]
    [InlineData("az://photos//in")]
    [InlineData("az://photos/../in")]
    [InlineData("az://photos/a/./b")]
    [InlineData("az://photos/a\nb")]
    [InlineData("https://photos/in")]
    public void What_is_none_is_told(string text)
    {
        var thrown = Assert.Throws<ConfigurationException>(() => BlobAddress.Parse(text));
        Assert.Contains("az://CONTAINER/PREFIX", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_else_is_a_path_of_this_machine() => Assert.Equal(Path.GetFullPath("in/x"), BlobAddress.Full("in/x"));
}
