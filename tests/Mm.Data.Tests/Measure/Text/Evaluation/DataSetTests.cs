using System.Text.Json;
using Mm.Data.Measure;
using Mm.Data.Measure.Text;
using Mm.Data.Measure.Text.Evaluation;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Measure.Text.Evaluation;

/// <summary>The structured types on the data sets of development, which are not always there.</summary>
public sealed class DataSetTests
{
    private static readonly TextAnalyser Analyser = new(new TextPii.Options());

    [Fact]
    public void Structured_types_of_presidio_research_are_found()
    {
        var path = Path.Combine(Checkout.Shared, "data", "text-pii", "presidio-research", "tests", "data", "generated_large.json");
        Assert.SkipUnless(File.Exists(path), "../shared/data/text-pii is not here");

        var report = new PiiEvaluation(Analyser.Find, Analyser.Types).Run("presidio", LabelledTexts.Read(path), null, CancellationToken.None);

        string[] types = ["PHONE", "CARD", "EMAIL", "IBAN", "IP_ADDRESS", "US_SSN"];
        Assert.All(report.Types.Where(type => types.Contains(type.Type)), type => Assert.True(type.F2 >= 0.98, $"{type.Type}: {type.F2:0.000}"));
        Assert.True(report.Total.F2 >= 0.97, $"{report.Total.F2:0.000}");
    }

    [Fact]
    public void Clean_captions_lose_at_most_two_tokens_in_a_hundred()
    {
        var path = Path.Combine(Checkout.Shared, "data", "flickr8k-train", "captions.jsonl");
        Assert.SkipUnless(File.Exists(path), "../shared/data/flickr8k-train is not here");
        var (tokens, redacted) = (0, 0);
        foreach (var caption in File.ReadLines(path).SelectMany(Captions))
        {
            tokens += Words(caption);
            redacted += Analyser.Find(caption).Sum(span => Words(caption.Substring(span.Start, span.Length)));
        }

        Assert.True(tokens > 400_000 && redacted <= 0.02 * tokens, $"{redacted} of {tokens}");
    }

    private static IEnumerable<string> Captions(string line)
    {
        using var row = JsonDocument.Parse(line);
        return [.. row.RootElement.GetProperty("captions").EnumerateArray().Select(one => one.GetString()!)];
    }

    private static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
}
