using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Source;

public sealed class TarSourceOnBlobsTests(AzuriteServer service) : TarSourceContract(new InputFolder(service))
{
    /// <summary>More than the blocks that are kept of an archive.</summary>
    private const int ManyMib = 7;

    [Fact]
    public async Task Members_of_an_archive_of_many_blocks_are_read_by_range()
    {
        var contents = Enumerable.Range(0, ManyMib).Select(i => new string((char)('a' + i), (1 << 20) + (i * 100))).ToArray();
        Input.Tar("x.tar", [.. contents.Select((content, i) => ($"{i}.jpg", content)), ("3.txt", "caption")]);
        Assert.Equal(
            contents.Select((content, i) => $"x.tar!{i}.jpg|{content}|{(i == 3 ? "caption" : "")}"), (await Input.ListAsync("x.tar")).Lines);
    }
}
