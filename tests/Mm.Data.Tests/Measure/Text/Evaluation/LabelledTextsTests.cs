using System.IO.Compression;
using System.Text;
using Mm.Data.Measure.Text.Evaluation;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Measure.Text.Evaluation;

public sealed class LabelledTextsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Both_forms_are_read_from_a_folder_with_places_in_UTF16_units()
    {
        Write("b.json", """[{"full_text":"😀 a@b.example","spans":[{"entity_type":"EMAIL_ADDRESS","start_position":2,"end_position":13}]}]""");
        using (var gzip = new GZipStream(File.Create(Path.Combine(_folder.Path, "a.jsonl.gz")), CompressionMode.Compress))
            gzip.Write("""{"data_to_answer":"call 123","pii_spans":[{"start":5,"end":8,"type":"PHONE"}]}"""u8);

        var texts = LabelledTexts.Read(_folder.Path);

        Assert.Equal(["call 123", "😀 a@b.example"], texts.Select(text => text.Text));
        Assert.Equal([new LabelledSpan(5, 8, "PHONE"), new LabelledSpan(3, 14, "EMAIL")], texts.SelectMany(text => text.Spans));
    }

    [Theory]
    [InlineData("other.json", "{\"secret text\":1}")]
    [InlineData("broken.jsonl", "{\"secret text")]
    [InlineData("none.txt", "secret text")]
    public void Other_files_are_errors_that_quote_nothing(string name, string content)
    {
        Write(name, content);
        var problem = Assert.Single(Assert.Throws<ConfigurationException>(() => LabelledTexts.Read(Path.Combine(_folder.Path, name))).Problems);
        Assert.Contains(name, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told() =>
        Assert.Throws<ConfigurationException>(() => LabelledTexts.Read(Path.Combine(_folder.Path, "nothing")));

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder.Path, name), content, new UTF8Encoding(false));
}
