using Mm.Data.Pipeline;
using Xunit;

namespace Mm.Data.Tests.Source;

public sealed class ListSourceTests() : ListSourceContract(new InputFolder())
{
    [Fact]
    public async Task All_faults_of_a_list_come_at_once_by_line()
    {
        File.CreateSymbolicLink(Input.At("m/link.jpg"), "/etc/hostname");
        Directory.CreateSymbolicLink(Input.At("out"), "/etc");
        Input.File(
            "l.csv",
            "path,text\n/etc/hostname,secret\n../x.jpg,secret\n,secret\nm/no.jpg,secret\nm/link.jpg,s\n"
            + "out/hostname,s\nm,s\none\nm/a.jpg,a\"b\n");
        var thrown = await Assert.ThrowsAsync<ConfigurationException>(() => Input.ListAsync("l.csv"));
        Assert.Equal(
            [
                "l.csv, line 2 has a path that is absolute or leaves the folder of the list.",
                "l.csv, line 3 has a path that is absolute or leaves the folder of the list.",
                "l.csv, line 4 has no path.",
                "l.csv, line 6 has a path through a link.",
                "l.csv, line 7 has a path through a link.",
                "l.csv, line 8 names a folder, not a file.",
                "l.csv, line 9 has another number of fields than the header.",
                "l.csv, line 10 has a stray quotation mark.",
            ],
            thrown.Problems);
        Assert.DoesNotContain("secret", thrown.Message, StringComparison.Ordinal);
    }
}
