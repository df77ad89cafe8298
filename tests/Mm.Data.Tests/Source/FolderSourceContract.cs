using System.Diagnostics;
using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Source;

/// <summary>What a folder of media gives, wherever it lies.</summary>
public abstract class FolderSourceContract(InputFolder input) : IDisposable
{
    private readonly InputFolder _input = input;

    protected InputFolder Input => _input;

    public void Dispose()
    {
        _input.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_asset_takes_the_text_beside_it_without_mark_and_line_end()
    {
        _input.File("b/two.PNG", "2").File("b/two.txt", "\uFEFFzwei\r\n").File("a.jpg", "1").File("a.txt", "eins");
        Assert.Equal(["a.jpg|1|eins", "b/two.PNG|2|zwei"], (await _input.ListAsync()).Lines);
    }

    [Fact]
    public async Task Json_beside_an_asset_wins_over_text_only_when_it_holds_the_key()
    {
        _input.File("a.jpg", "1").File("a.txt", "text").File("a.json", """{"text":"json"}""");
        _input.File("b.jpg", "2").File("b.txt", "text").File("b.json", """{"other":"json"}""");
        _input.File("c.jpg", "3").File("c.txt", "text").File("c.json", "{ broken");
        Assert.Equal(["a.jpg|1|json", "b.jpg|2|text", "c.jpg|3|text"], (await _input.ListAsync()).Lines);
    }

    [Fact]
    public async Task An_asset_without_caption_enters_with_an_empty_one()
    {
        _input.File("a.mp4", "1");
        Assert.Equal(["a.mp4|1|"], (await _input.ListAsync()).Lines);
    }

    [Fact]
    public async Task The_nearest_metadata_list_that_names_a_file_gives_its_caption()
    {
        _input.File("a.jpg", "1").File("a.txt", "beside").File("in/b.jpg", "2").File("in/c.jpg", "3");
        _input.File("metadata.jsonl", """
            {"file_name":"a.jpg","text":"listed"}
            {"file_name":"in/b.jpg","text":"far"}
            {"file_name":"in/c.jpg","text":"far c"}
            """);
        _input.File("in/metadata.jsonl", """{"file_name":"b.jpg","text":"near"}""");
        Assert.Equal(
            ["a.jpg#0000000001|1|listed", "in/b.jpg#0000000001|2|near", "in/c.jpg#0000000003|3|far c"], (await _input.ListAsync()).Lines);
    }

    [Fact]
    public async Task Two_rows_for_a_file_are_two_samples()
    {
        _input.File("a.jpg", "1").File(
            "metadata.jsonl", "{\"file_name\":\"a.jpg\",\"text\":\"x\"}\n\n{\"file_name\":\"a.jpg\",\"text\":\"y\"}\n");
        Assert.Equal(["a.jpg#0000000001|1|x", "a.jpg#0000000003|1|y"], (await _input.ListAsync()).Lines);
    }

    [Fact]
    public async Task Faults_of_all_metadata_lists_come_at_once_with_their_lines()
    {
        _input.File("a.jpg", "1").File(
            "metadata.jsonl", "{\"file_name\":\"a.jpg\",\"text\":\"secret\"}\n{secret\n{\"file_name\":\"no.jpg\"}\n");
        _input.File("in/metadata.jsonl", "{\"file_name\":\"../a.jpg\",\"text\":\"secret\"}\n");
        var thrown = await Assert.ThrowsAsync<ConfigurationException>(() => _input.ListAsync());
        Assert.Equal(
            [
                "metadata.jsonl, line 2 is not a JSON object.",
                "in/metadata.jsonl, line 1 has a path that is absolute or leaves the folder of the list.",
            ],
            thrown.Problems);
        Assert.DoesNotContain("secret", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_replaced_and_counted()
    {
        _input.File("a.jpg", "1").File("a.txt", [(byte)'x', 0xff, 0, (byte)'y']);
        Assert.Equal(["a.jpg|1|x\uFFFDy"], (await _input.ListAsync()).Lines);
        Assert.Equal(1, (await _input.PlanAsync()).Census.Ignored["caption-invalid-utf8"]);
    }

    [Fact]
    public async Task A_caption_above_the_limit_enters_cut_but_still_above_it()
    {
        _input.File("a.jpg", "1").File("a.txt", new string('é', 1_000_000));
        _input.File("b.jpg", "2").File("b.json", $$"""{"text":"{{new string('x', 1_000_000)}}"}""");
        foreach (var line in (await _input.ListAsync()).Lines)
            Assert.InRange(Encoding.UTF8.GetByteCount(line[(line.LastIndexOf('|') + 1)..]), SourceEntry.CaptionBytesMax + 1,
                SourceEntry.CaptionBytesMax + 16);
        Assert.Equal(2, (await _input.PlanAsync()).Census.Ignored["caption-too-long"]);
    }
}
