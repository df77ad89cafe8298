using Mm.Data.Pipeline;
using Xunit;

namespace Mm.Data.Tests.Source;

public sealed class SourceOpenerTests : IDisposable
{
    private readonly InputFolder _input = new();

    public void Dispose() => _input.Dispose();

    [Theory]
    [InlineData("missing", "does not exist")]
    [InlineData("x.tar.gz", "compressed as a whole")]
    [InlineData("x.docx", "no source")]
    public async Task An_input_that_is_no_source_says_why(string name, string why)
    {
        if (name != "missing")
            _input.File(name, "x");
        var thrown = await Assert.ThrowsAsync<ConfigurationException>(() => _input.OpenAsync(name));
        Assert.Contains(why, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_without_a_sample_says_what_it_ignored()
    {
        _input.File("readme.md", "x").File("alone.txt", "x");
        var thrown = await Assert.ThrowsAsync<ConfigurationException>(() => _input.PlanAsync());
        Assert.Contains("caption-without-asset 1, unknown-extension 1", thrown.Message, StringComparison.Ordinal);
    }
}
