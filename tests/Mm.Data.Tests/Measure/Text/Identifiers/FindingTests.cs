using Mm.Data.Measure.Text.Identifiers;
using Xunit;

namespace Mm.Data.Tests.Measure.Text.Identifiers;

/// <summary>What is found in sentences, and what is not.</summary>
public sealed class FindingTests
{
    /// <summary>With all of them found, Wilson's lower bound at 95 % is 0.9952 (at 600 it would be 0.9936).</summary>
    private const int PositivesATypeCount = 800;

    private const int NegativesCount = 20_000;

    private static readonly ShapeSearch Search = new(IdentifierRules.All);

    public static TheoryData<string> Types => IdentifierRulesTests.Types;

    [Theory]
    [MemberData(nameof(Types))]
    public void Announced_numbers_of_a_type_are_found_in_every_shape(string type)
    {
        var own = new ShapeSearch([.. IdentifierRules.All.Where(rule => rule.Type == type)]);
        var found = Numbers.Written(type, PositivesATypeCount)
            .Select((number, turn) => own.Find(Numbers.Announced(type, number, turn)).Contains((type, number)))
            .Count(isFound => isFound);

        Assert.True(Wilson(found, PositivesATypeCount) >= 0.995, $"{found} of {PositivesATypeCount} are found");
    }

    /// <summary>Of every type on its own: found right against found wrong, at 800 right ones.</summary>
    [Fact]
    public void Hard_negatives_are_not_taken_for_identifiers()
    {
        var wrong = HardNegatives.Draw(NegativesCount).SelectMany(text => Search.Find(text).Select(found => found.Type).Distinct())
            .CountBy(type => type).OrderByDescending(pair => pair.Value).ToList();

        Assert.All(wrong, type => Assert.True(
            PositivesATypeCount / (double)(PositivesATypeCount + type.Value) >= 0.98, $"{type.Key} is found {type.Value} times"));
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
