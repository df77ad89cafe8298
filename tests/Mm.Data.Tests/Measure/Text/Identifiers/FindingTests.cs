using Mm.Data.Measure.Text;
using Mm.Data.Measure.Text.Identifiers;
using Xunit;

namespace Mm.Data.Tests.Measure.Text.Identifiers;

/// <summary>What is found in sentences, and what is not.</summary>
public sealed class FindingTests
{
    /// <summary>With all of them found, Wilson's lower bound at 95 % is 0.9952 (at 600 it would be 0.9936).</summary>
    private const int PositivesATypeCount = 800;

    private const int NegativesCount = 20_000;

    /// <summary>The lowest score that counts by default.</summary>
    private const float ScoreMin = 0.4f;

    private static readonly IdentifierRecogniser Engine = new(IdentifierRules.All);

    private static readonly TextAnalyser Analyser = new(Recognisers.Create([], [], ["US", "GB", "DE", "FR"]), ScoreMin, []);

    public static TheoryData<string> Types => IdentifierRulesTests.Types;

    [Theory]
    [MemberData(nameof(Types))]
    public void Announced_numbers_of_a_type_are_found_in_every_shape(string type)
    {
        var found = Numbers.Written(type, PositivesATypeCount)
            .Select((number, turn) => (number, Text: Numbers.Announced(type, number, turn)))
            .Count(one => Find(one.Text).Contains((type, one.number)));

        Assert.True(Wilson(found, PositivesATypeCount) >= 0.995, $"{found} of {PositivesATypeCount} are found");
    }

    /// <summary>Of every type on its own: right findings against wrong ones, at 800 right ones.</summary>
    [Fact]
    public void Hard_negatives_are_not_taken_for_identifiers()
    {
        var wrong = HardNegatives.Draw(NegativesCount).SelectMany(text => Find(text).Select(found => found.Type).Distinct())
            .CountBy(type => type).OrderByDescending(pair => pair.Value).ToList();

        Assert.All(wrong, type => Assert.True(
            PositivesATypeCount / (double)(PositivesATypeCount + type.Value) >= 0.98, $"{type.Key} is found {type.Value} times"));
    }

    /// <summary>The engine against the plainest reading of the rules: what either finds alone is a fault of one of them.</summary>
    [Theory]
    [MemberData(nameof(Types))]
    public void The_engine_finds_what_a_plain_search_finds(string type)
    {
        var plain = new ShapeSearch([.. IdentifierRules.All.Where(rule => rule.Type == type)]);
        foreach (var (number, turn) in Numbers.Written(type, 60).Select((number, turn) => (number, turn)))
        {
            var text = Numbers.Announced(type, number, turn);
            Assert.Superset(plain.Find(text).ToHashSet(), Find(text).Where(found => found.Type == type).ToHashSet());
        }
    }

    /// <summary>With all that the analyser does: normalisation, other recognisers, overlaps settled. Whatever it is called, it is covered.</summary>
    [Theory]
    [MemberData(nameof(Types))]
    public void The_whole_analyser_covers_announced_numbers(string type)
    {
        var covered = Numbers.Written(type, PositivesATypeCount)
            .Select((number, turn) => (number, Text: Numbers.Announced(type, number, turn)))
            .Count(one => IsCovered(one.Text, one.number));

        Assert.True(Wilson(covered, PositivesATypeCount) >= 0.995, $"{covered} of {PositivesATypeCount} are covered");
    }

    private static bool IsCovered(string text, string number)
    {
        var start = text.IndexOf(number, StringComparison.Ordinal);
        return Analyser.Find(text).Any(span => span.Start <= start && span.Start + span.Length >= start + number.Length);
    }

    private static List<(string Type, string Written)> Find(string text)
    {
        var found = new List<Finding>();
        Engine.Find(text, found);
        return [.. found.Where(one => one.Score >= ScoreMin).Select(one => (one.Type, text[one.Start..one.End]))];
    }

    /// <summary>Lower bound of a share at 95 % (Wilson 1927).</summary>
    private static double Wilson(int right, int count)
    {
        const double z = 1.959964;
        var share = right / (double)count;
        var spread = z * Math.Sqrt((share * (1 - share) / count) + (z * z / (4.0 * count * count)));
        return (share + (z * z / (2 * count)) - spread) / (1 + (z * z / count));
    }
}
