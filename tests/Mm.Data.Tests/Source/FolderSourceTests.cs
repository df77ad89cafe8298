using System.Diagnostics;
using Xunit;

namespace Mm.Data.Tests.Source;

public sealed class FolderSourceTests() : FolderSourceContract(new InputFolder())
{
    [Fact]
    public async Task What_is_no_sample_is_counted_by_reason()
    {
        Input.File("a.jpg", "1").File("b.txt", "alone").File("c.json", "{}").File("notes.md", "x").File("x.tar", "x")
            .File(".hidden.jpg", "x");
        Input.File(".folder/d.jpg", "x");
        File.CreateSymbolicLink(Input.At("link.jpg"), Input.At("a.jpg"));
        Directory.CreateSymbolicLink(Input.At("loop"), Input.Root);
        using (var pipe = Process.Start("mkfifo", Input.At("pipe.jpg")))
            await pipe.WaitForExitAsync(TestContext.Current.CancellationToken);

        var (lines, census) = await Input.ListAsync();
        Assert.Equal(["a.jpg|1|"], lines);
        Assert.Equal(
            "archive 1, caption-without-asset 2, hidden 2, link 2, not-a-file 1, unknown-extension 1",
            string.Join(", ", census.Ignored.Select(pair => $"{pair.Key} {pair.Value}")));
    }
}
