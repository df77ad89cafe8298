using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Source;
using Mm.Data.Storage;
using Xunit;

namespace Mm.Data.Tests.Source;

public sealed class TarSourceTests() : TarSourceContract(new InputFolder())
{
    [Fact]
    public async Task More_members_than_the_limit_are_refused()
    {
        Input.Tar("x.tar", ("1.jpg", "1"), ("2.jpg", "2"), ("3.jpg", "3"));
        var source = new TarSource([InputFile.At(LocalFiles.Instance, Input.At("x.tar"))], "text", membersMax: 2);
        var thrown = await Assert.ThrowsAsync<ConfigurationException>(
            async () => await source.ListAsync(new SourceCensus(), TestContext.Current.CancellationToken)
                .GetAsyncEnumerator(TestContext.Current.CancellationToken).MoveNextAsync());
        Assert.Contains("more members", thrown.Message, StringComparison.Ordinal);
    }
}
