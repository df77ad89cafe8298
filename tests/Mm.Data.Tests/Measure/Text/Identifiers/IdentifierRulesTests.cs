using System.Text.RegularExpressions;
using Mm.Data.Measure.Text.Identifiers;
using Xunit;

namespace Mm.Data.Tests.Measure.Text.Identifiers;

public sealed partial class IdentifierRulesTests
{
    public static TheoryData<string> Types { get; } = [.. IdentifierRules.All.Select(rule => rule.Type).Distinct()];

    [Fact]
    public void There_are_as_many_identifiers_as_are_promised()
    {
        var types = IdentifierRules.All.GroupBy(rule => rule.Type).ToList();

        Assert.True(types.Count >= 160, $"{types.Count} identifiers");
        Assert.True(types.Select(type => type.First().Country).Where(c => c.Length > 0).Distinct().Count() >= 60, "countries");
        Assert.True(types.Count(type => type.First().Validation is Validation.Checksum) >= 110, "with a checksum");
        Assert.True(types.Count(type => type.First().Validation is not Validation.None) >= 140, "validated");
    }

    [Fact]
    public void Rules_are_well_formed() => Assert.All(IdentifierRules.All, rule =>
    {
        Assert.Matches(TypeName(), rule.Type);
        Assert.True(rule.Country.Length == 0 || rule.Type.StartsWith(rule.Country + "_", StringComparison.Ordinal), rule.Type);
        Assert.NotEmpty(rule.Name);
        Assert.NotEmpty(rule.Shapes);
        Assert.All(rule.Shapes, shape => Assert.Matches(ShapeText(), shape));
        Assert.Equal(rule.Validation is Validation.None, rule.Check is null);
        Assert.NotEmpty(rule.Context);
        Assert.All(rule.Context, word => Assert.Equal(word.ToLowerInvariant(), word));
        Assert.InRange(rule.Score, 0.4f, 1f);
    });

    [Fact]
    public void Nothing_but_words_near_by_is_never_enough() =>
        Assert.All(IdentifierRules.All.Where(rule => rule.Check is null), rule => Assert.True(rule.NeedsContext, rule.Type));

    [Fact]
    public void Rules_of_one_type_agree_on_what_it_is() => Assert.All(
        IdentifierRules.All.GroupBy(rule => rule.Type),
        type => Assert.Single(type.Select(rule => (rule.Country, rule.Name, rule.Validation, string.Join(';', rule.Context))).Distinct()));

    [Fact]
    public void No_shape_stands_twice_in_a_type() => Assert.All(
        IdentifierRules.All.GroupBy(rule => rule.Type),
        type => Assert.Distinct(type.SelectMany(rule => rule.Shapes)));

    [Fact]
    public void Every_type_has_a_generator_and_every_generator_a_type() =>
        Assert.Equal(Types.Select(row => row.Data).Order(StringComparer.Ordinal), Numbers.Types.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_shape_of_a_type_can_be_written_and_every_number_passes(string type)
    {
        var rules = IdentifierRules.All.Where(rule => rule.Type == type).ToList();
        var numbers = Numbers.Compact(type, 2_000).ToList();

        Assert.All(numbers, number =>
        {
            var fitting = rules.Where(rule => rule.Shapes.Any(shape => Numbers.Write(number, shape) is not null)).ToList();
            Assert.True(fitting.Count > 0, $"{number} fits no shape");
            Assert.True(fitting.Exists(rule => rule.Check is null || rule.Check(number)), $"{number} does not pass");
        });
        Assert.All(rules.SelectMany(rule => rule.Shapes), shape => Assert.True(
            numbers.Exists(number => Numbers.Write(number, shape) is not null) || Unwritten.Contains((type, shape)), shape));
    }

    /// <summary>
    /// Without a word near by a shape without separators counts only where few texts pass by chance: of digits alone one in 200, of
    /// digits and letters drawn alike one in 2,000.
    /// </summary>
    [Fact]
    public void A_bare_shape_that_needs_no_word_is_passed_by_few_texts()
    {
        const int draws = 20_000;
        var dice = Dice.Of("texts of a shape");
        var bare = IdentifierRules.All.Where(rule => !rule.NeedsContext)
            .SelectMany(rule => rule.Shapes.Where(shape => shape.All(char.IsAsciiLetterOrDigit)).Select(shape => (rule, shape)));
        foreach (var (rule, shape) in bare)
        {
            var passed = Enumerable.Range(0, draws).Count(_ => rule.Check!(Filled(shape, dice))) / (double)draws;
            var isDigits = shape.All(place => place == '9');
            var drawn = isDigits ? 1 : shape.Aggregate(1.0, (share, place) => share * (place == '9' ? 10 : place == 'A' ? 26 : 36) / 36);
            Assert.True(passed * drawn <= (isDigits ? 0.005 : 0.0005), $"{rule.Type} {shape}: {passed:p2} of texts pass, {drawn:p4} have the shape");
        }
    }

    [Fact]
    public void A_check_takes_any_compact_text()
    {
        var dice = Dice.Of("any text");
        foreach (var text in Enumerable.Range(0, 3_000).Select(turn => Any(dice, turn % 26)))
        {
            foreach (var rule in IdentifierRules.All)
                rule.Check?.Invoke(text); // throws nothing
        }
    }

    /// <summary>The analyser reads ten megabytes a second: a check must not leave work for the collector.</summary>
    [Fact]
    public void Checks_allocate_nothing()
    {
        var numbers = Numbers.Types.SelectMany(type => Numbers.Compact(type, 5)).ToArray();
        var rules = IdentifierRules.All.Where(rule => rule.Check is not null).ToArray();
        var allocated = long.MaxValue;
        for (var turn = 0; turn < 2000 && allocated > 0; turn++)
        {
            // The first turns make lambdas and run code that is not optimised yet, which may box: a fast machine makes many until it is.
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(RunAll() > numbers.Length);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);

        int RunAll()
        {
            var count = 0;
            foreach (var rule in rules)
            {
                foreach (var number in numbers)
                    count += rule.Check!(number) ? 1 : 0;
            }

            return count;
        }
    }

    private static string Any(Dice dice, int length) => dice.In(0, 2) switch
    {
        0 => dice.Digits(length),
        1 => dice.Of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", length),
        _ => dice.Letters(Math.Min(length, 3)) + dice.Digits(Math.Max(0, length - 3)),
    };

    // Old or foreign ways to write a licence that the generator does not follow.
    private static HashSet<(string Type, string Shape)> Unwritten { get; } =
    [
        ("US_DRIVER_LICENSE", "AA999999A"), ("US_DRIVER_LICENSE", "999 999 999"), ("US_DRIVER_LICENSE", "99999999"),
        ("US_DRIVER_LICENSE", "999999999"), ("CA_PASSPORT", "A999999AA"), ("DE_ID_CARD", "9999999999"), ("FR_ID_CARD", "9999A9999999"),
("BR_RG", "99.999.999"), ("BR_RG", "9.999.999-X"), ("KE_NATIONAL_ID", "9999999"),
        ("CN_PASSPORT", "AA9999999"), ("RO_VAT", "AA 99999999"),
    ];

    private static string Filled(string shape, Dice dice) => string.Concat(shape.Where(char.IsAsciiLetterOrDigit).Select(place => place switch
    {
        '9' => dice.Digits(1),
        'A' => dice.Letters(1),
        _ => dice.Of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    }));

    [GeneratedRegex("^[A-Z]{2}_[A-Z0-9_]+$|^[A-Z]+$")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^[9AX](?:[ \-./+(]{0,2}[9AX])*\)?$")]
    private static partial Regex ShapeText();
}
