using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Source;

public sealed class ListSourceOnBlobsTests(AzuriteServer service) : ListSourceContract(new InputFolder(service))
{
    [Fact]
    public async Task A_path_that_leaves_the_prefix_or_names_a_folder_is_a_fault()
    {
        Input.File("l.csv", "path,text\n/etc/hostname,s\n../x.jpg,s\nm,s\nm/no.jpg,s\n");
        var thrown = await Assert.ThrowsAsync<ConfigurationException>(() => Input.ListAsync("l.csv"));
        Assert.Equal(
            [
                "l.csv, line 2 has a path that is absolute or leaves the folder of the list.",
                "l.csv, line 3 has a path that is absolute or leaves the folder of the list.",
                "l.csv, line 4 names a folder, not a file.",
            ],
            thrown.Problems);
    }
}
