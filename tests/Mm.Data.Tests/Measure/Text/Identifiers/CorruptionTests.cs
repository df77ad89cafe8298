using Mm.Data.Measure.Text.Identifiers;
using Xunit;

namespace Mm.Data.Tests.Measure.Text.Identifiers;

/// <summary>One wrong digit in a valid number: a check digit is there to tell.</summary>
public sealed class CorruptionTests
{
    /// <summary>Largest shares that may go unseen, by reason; docs/identifiers.md has the share of every type.</summary>
    private static readonly Dictionary<string, double> Limits = new()
    {
        [Corruption.Remainders] = 0.04,
        [Corruption.Factors] = 0.14,
        [Corruption.Uncovered] = 0.41,
        [Corruption.TwoWays] = 0.015,
    };

    public static TheoryData<string> Checksummed { get; } =
        [.. IdentifierRules.All.Where(rule => rule.Validation is Validation.Checksum).Select(rule => rule.Type).Distinct()];

    [Theory]
    [MemberData(nameof(Checksummed))]
    public void Every_single_wrong_digit_is_rejected_but_for_those_a_scheme_cannot_tell(string type)
    {
        var (tried, passed) = Corruption.Of(type);

        Assert.True(tried >= 1_000, $"{tried} wrong numbers are too few");
        if (Corruption.Reasons.TryGetValue(type, out var reason))
            Assert.InRange(passed / (double)tried, double.Epsilon, Limits[reason]);
        else
            Assert.True(passed == 0, $"{passed} of {tried} wrong numbers pass");
    }

    [Fact]
    public void Only_checksummed_types_have_a_reason() =>
        Assert.Empty(Corruption.Reasons.Keys.Except(Checksummed.Select(row => row.Data)));

    /// <summary>Most schemes do tell every wrong digit, and the exceptions are few enough to be listed.</summary>
    [Fact]
    public void At_least_fifty_schemes_tell_every_single_wrong_digit() =>
        Assert.True(Checksummed.Count - Corruption.Reasons.Count >= 50, $"{Checksummed.Count - Corruption.Reasons.Count} do");
}
