using System.Text.Json;
using Mm.Data.Measure;
using Mm.Data.Measure.Text;
using Mm.Data.Measure.Text.Evaluation;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Names;

/// <summary>
/// Floors under the committed model on the shared development data. It has learned from the labelled texts, so the first is a guard against
/// a broken model, not a measure; what it reaches on templates that it has not seen is in its card. The captions it has not seen.
/// </summary>
public sealed class NamesDataTests
{
    private const double F2Floor = 0.85;
    private const double CaptionWordsMax = 0.02;
    private const int CaptionSets = 1000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void The_labels_that_it_learned_are_found_again()
    {
        var path = Path.Combine(Checkout.Shared, "data", "text-pii", "presidio-research", "tests", "data", "generated_small.json");
        Assert.SkipUnless(File.Exists(path), "../shared/data/text-pii is not here");
        var analyser = new TextAnalyser(new TextPii.Options(), NamesModel.Tagger);

        var report = new PiiEvaluation(analyser.Find, analyser.Types).Run("small", LabelledTexts.Read(path), null, Cancel);

        Assert.True(report.Joined.F2 >= F2Floor, $"F2 {report.Joined.F2:0.000}");
    }

    [Fact]
    public void Of_captions_without_names_few_words_are_taken_for_names()
    {
        var path = Path.Combine(Checkout.Shared, "data", "flickr8k-train", "captions.jsonl");
        Assert.SkipUnless(File.Exists(path), "../shared/data/flickr8k-train is not here");
        var (words, covered) = (0, 0);
        foreach (var line in File.ReadLines(path).Take(CaptionSets))
        {
            using var json = JsonDocument.Parse(line);
            foreach (var caption in json.RootElement.GetProperty("captions").EnumerateArray().Select(one => one.GetString()!))
            {
                words += caption.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
                covered += NamesModel.Tagger.Tag(caption).Sum(span => caption.Substring(span.Start, span.Length).Split(' ').Length);
            }
        }

        Assert.True(covered <= CaptionWordsMax * words, $"{covered} of {words}");
    }
}
