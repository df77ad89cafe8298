using System.Text;
using Mm.Data.Tests.Kit;
using Mm.Data.Web.Read.Columns;
using Xunit;

namespace Mm.Data.Tests.Web.Read.Columns;

public sealed class GramIndexTests : IDisposable
{
    private const int Samples = 6000;
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _texts;

    public GramIndexTests()
    {
        var random = new Random(5);
        string[] words = ["sea", "ship", "naïve", "日本語", "a", "of", "boat 17", "x", "", "straße", "\u0000", "😀"];
        _texts = [.. Enumerable.Range(0, Samples).Select(number => number % 9 == 0
            ? "" // without a row
            : string.Join(' ', Enumerable.Range(0, random.Next(6)).Select(_ => words[random.Next(words.Length)])) + $" {random.Next(9000)}")];
        var writer = new GramWriter();
        foreach (var (place, text) in _texts.Index())
            writer.Add(place, Encoding.UTF8.GetBytes(text));
        writer.Write(_folder.Path);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ship")]
    [InlineData("sea ship")]
    [InlineData("日本語")]
    [InlineData("ße 8")]
    [InlineData("boat 17 4321")]
    [InlineData("no such text")]
    [InlineData("123")]
    public void No_stretch_that_holds_the_text_is_left_out_and_a_rare_text_leaves_out_most(string needle)
    {
        using var grams = new GramIndex(_folder.Path, Samples);
        Assert.True(grams.IsWhole);
        var candidates = grams.Candidates(Encoding.UTF8.GetBytes(needle))!;
        var holding = _texts.Index().Where(pair => pair.Item.Contains(needle, StringComparison.Ordinal))
            .Select(pair => pair.Index / GramIndex.StretchRows).ToHashSet();
        var told = Enumerable.Range(0, candidates.Length * 64).Where(stretch => (candidates[stretch / 64] >> (stretch % 64) & 1) != 0).ToHashSet();
        Assert.Subset(told, holding);
        if (holding.Count == 0)
            Assert.True(told.Count < 10, $"{told.Count} stretches may hold what none holds");
    }

    [Fact]
    public void A_text_shorter_than_a_gram_leaves_nothing_out()
    {
        using var grams = new GramIndex(_folder.Path, Samples);
        Assert.Null(grams.Candidates("ab"u8));
    }

    [Fact]
    public void A_file_that_was_cut_short_is_seen()
    {
        var path = Path.Combine(_folder.Path, IndexNames.Stretches);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^1]);
        using var grams = new GramIndex(_folder.Path, Samples);
        Assert.False(grams.IsWhole);
    }
}
