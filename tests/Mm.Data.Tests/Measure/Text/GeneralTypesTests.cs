using Mm.Data.Tests.Measure.Text.Identifiers;
using Xunit;

namespace Mm.Data.Tests.Measure.Text;

/// <summary>Recall and precision of the types that belong to no country, with every rule of every country beside them.</summary>
public sealed class GeneralTypesTests
{
    /// <summary>With all of them found, Wilson's lower bound at 95 % is 0.9952.</summary>
    private const int PositivesATypeCount = 800;

    private const int NegativesCount = 20_000;

    public static TheoryData<string> Types => [.. GeneralNumbers.Types];

    [Theory]
    [MemberData(nameof(Types))]
    public void All_of_a_type_are_found(string type) =>
        Assert.Empty(GeneralNumbers.Draw(type, PositivesATypeCount).Where(one => !IsFound(one.Text, one.Value, type)).Select(one => one.Text).Take(5));

    [Fact]
    public void Hard_negatives_are_left_alone()
    {
        var wrong = HardNegatives.Draw(NegativesCount)
            .Where(text => !text.StartsWith("lat ", StringComparison.Ordinal)) // which are coordinates
            .SelectMany(text => Scans.Types(text).Distinct()).CountBy(type => type).ToList();

        Assert.All(wrong, type => Assert.True(
            PositivesATypeCount / (double)(PositivesATypeCount + type.Value) >= 0.98, $"{type.Key} is found {type.Value} times"));
        Assert.True(wrong.Sum(type => type.Value) <= NegativesCount / 200, $"{wrong.Sum(type => type.Value)} of {NegativesCount} texts");
    }

    /// <summary>Whatever type it is given, since a passport number alone does not say of which country it is.</summary>
    [Fact]
    public void Announced_identifiers_of_every_country_are_covered_by_the_whole_analyser()
    {
        const int each = 40;
        var missed = from type in Numbers.Types
                     from turn in Numbers.Written(type, each).Select((number, turn) => (number, turn))
                     let text = Numbers.Announced(type, turn.number, turn.turn)
                     let at = text.IndexOf(turn.number, StringComparison.Ordinal)
                     where !Scans.Spans(text).Any(span => span.Start <= at && span.Start + span.Length >= at + turn.number.Length)
                     select $"{type}: {text}";

        Assert.Empty(missed.Take(5));
    }

    private static bool IsFound(string text, string value, string type)
    {
        var at = text.IndexOf(value, StringComparison.Ordinal);
        return Scans.Spans(text).Any(span => span.Type == type && span.Start == at && span.Length == value.Length);
    }
}
