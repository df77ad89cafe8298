using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Parquet;
using Parquet.Schema;
using Xunit;

namespace Mm.Data.Tests.Source;

/// <summary>What lists give, wherever they lie.</summary>
public abstract class ListSourceContract(InputFolder input) : IDisposable
{
    private static readonly SourceOptions Named = new() { PathColumn = "file", CaptionColumn = "caption" };

    private readonly InputFolder _input = input.File("m/a.jpg", "1").File("m/b.bin", "2");

    protected InputFolder Input => _input;

    public void Dispose()
    {
        _input.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Json_lines_list_paths_relative_to_their_folder()
    {
        _input.File(
            "l.jsonl", "\uFEFF{\"path\":\"m/a.jpg\",\"text\":\"\\u00e9in\\nzwei\"}\r\n\r\n{\"path\":\"m/../m/b.bin\",\"text\":null}");
        Assert.Equal(["m/a.jpg#0000000001|1|éin\nzwei", "m/b.bin#0000000003|2|"], (await _input.ListAsync("l.jsonl")).Lines);
    }

    [Theory]
    [InlineData("\n", "")]
    [InlineData("\r\n", "\uFEFF")]
    public async Task Csv_captions_are_found_again_by_offset(string lineEnd, string mark)
    {
        string[] lines = ["caption,x,file", "\"quoted, \"\"é\"\" 😀\nsecond\",0,m/a.jpg", "", "plain 😀,1,m/b.bin", ",2,m/a.jpg"];
        _input.File("l.csv", mark + string.Join(lineEnd, lines));
        var (listed, _) = await _input.ListAsync("l.csv", Named);
        Assert.Equal(["quoted, \"é\" 😀\nsecond", "", "plain 😀"], listed.Select(line => line.Split('|')[2]));
    }

    [Fact]
    public async Task Parquet_captions_are_read_across_row_groups()
    {
        await WriteParquetAsync([["m/a.jpg", "m/b.bin"], ["m/a.jpg"]], [["eins", null], ["drei"]]);
        Assert.Equal(
            ["m/a.jpg#0000000001|1|eins", "m/a.jpg#0000000003|1|drei", "m/b.bin#0000000002|2|"],
                (await _input.ListAsync("l.parquet", Named)).Lines);
    }

    [Fact]
    public async Task A_row_whose_file_is_gone_is_counted_and_the_others_enter()
    {
        _input.File("m/a.jpg", "1").File("l.csv", "path,text\nm/a.jpg,here\nm/no.jpg,gone\n");
        Assert.Equal(["m/a.jpg#0000000002|1|here"], (await _input.ListAsync("l.csv")).Lines);
        Assert.Equal(1, (await _input.PlanAsync("l.csv")).Census.Ignored["missing-file"]);
    }

    [Fact]
    public async Task Twenty_faults_are_told_and_the_others_counted()
    {
        _input.File("l.jsonl", string.Concat(Enumerable.Repeat("{\"path\":\"../no.jpg\",\"text\":\"\"}\n", 1000)));
        var thrown = await Assert.ThrowsAsync<ConfigurationException>(() => _input.ListAsync("l.jsonl"));
        Assert.Equal(21, thrown.Problems.Count);
        Assert.Equal("... and 980 more.", thrown.Problems[^1]);
    }

    [Theory]
    [InlineData("l.csv", "a,b\n1,2\n", "column 'path'", "column 'text'")]
    [InlineData("l.csv", "", "column 'path'", "column 'text'")]
    [InlineData("l.jsonl", "{\"path\":\"m/a.jpg\",\"caption\":\"x\"}", "key 'text'", "source.captionColumn")]
    [InlineData("l.jsonl", "{\"path\":\"m/a.jpg\",\"text\":7}", "line 1", "something else than text")]
    [InlineData("l.jsonl", "{\"path\":\"m/a.jpg\",\"text\":\"\\ud800\"}", "line 1", "something else than text")]
    [InlineData("l.parquet", "PAR1 no PAR1", "l.parquet", "Parquet")]
    public async Task A_malformed_list_is_a_fault_of_the_configuration(string name, string content, string first, string second)
    {
        _input.File(name, content);
        var thrown = await Assert.ThrowsAsync<ConfigurationException>(() => _input.ListAsync(name));
        Assert.Contains(first, thrown.Message, StringComparison.Ordinal);
        Assert.Contains(second, thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public async Task A_line_that_nests_deep_is_a_fault_of_that_line(string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000));
        _input.File("l.jsonl", $"{{\"path\":\"m/a.jpg\",\"text\":\"x\",\"more\":{deep}}}\n{{\"path\":\"m/a.jpg\",\"text\":\"x\"}}\n");
        var thrown = await Assert.ThrowsAsync<ConfigurationException>(() => _input.ListAsync("l.jsonl"));
        Assert.Contains("line 1 is not a JSON object", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_without_end_is_refused_at_16_MiB()
    {
        _input.File("l.jsonl", "{\"path\":\"" + new string('x', 18 << 20));
        var thrown = await Assert.ThrowsAsync<ConfigurationException>(() => _input.ListAsync("l.jsonl"));
        Assert.Contains("line 1 is longer than 16 MiB", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parquet_list_without_its_columns_names_both()
    {
        await WriteParquetAsync([["m/a.jpg"]], [["x"]]);
        var thrown = await Assert.ThrowsAsync<ConfigurationException>(() => _input.ListAsync("l.parquet"));
        Assert.Equal(2, thrown.Problems.Count);
    }

    private async Task WriteParquetAsync(string[][] paths, string?[][] captions)
    {
        var (path, caption) = (new DataField<string>("file"), new DataField<string>("caption"));
        await using var stream = File.Create(_input.At("l.parquet"));
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(path, caption), stream);
        for (var group = 0; group < paths.Length; group++)
        {
            using var rows = writer.CreateRowGroup();
            await rows.WriteAsync(path, paths[group]);
            await rows.WriteAsync(caption, captions[group]!);
        }
    }
}
