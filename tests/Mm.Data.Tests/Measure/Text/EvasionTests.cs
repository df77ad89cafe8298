using Mm.Data.Tests.Measure.Text.Identifiers;
using Xunit;

namespace Mm.Data.Tests.Measure.Text;

/// <summary>What disguises cost in recall: at most one point of a hundred, and a span still covers just what was disguised.</summary>
public sealed class EvasionTests
{
    private const int ValuesATypeCount = 60;
    private const double LossMax = 0.01;

    // A key block is mostly the base64 within, and its lines are not to be taken apart.
    private static readonly string[] Types = [.. GeneralNumbers.Types.Where(type => type != "PRIVATE_KEY")];

    public static TheoryData<string> Evasions => [.. Measure.Text.Evasions.All.Keys];

    [Theory]
    [MemberData(nameof(Evasions))]
    public void A_disguise_costs_at_most_one_point_of_recall(string evasion)
    {
        var disguise = Measure.Text.Evasions.All[evasion];
        var values = Types.SelectMany(type => GeneralNumbers.Draw(type, ValuesATypeCount).Select(one => (Type: type, one.Text, one.Value))).ToList();

        var missed = values.Where(one => !IsCovered(one.Text.Replace(one.Value, disguise(one.Value), StringComparison.Ordinal), one.Type, disguise(one.Value)))
            .ToList();

        Assert.True(
            missed.Count <= LossMax * values.Count,
            $"{missed.Count} of {values.Count}: {string.Join("; ", missed.Take(5).Select(one => one.Type + " " + one.Value))}");
    }

    [Theory]
    [MemberData(nameof(Evasions))]
    public void A_disguised_identifier_is_covered(string evasion)
    {
        var disguise = Measure.Text.Evasions.All[evasion];
        string[] some = ["US_SSN", "GB_NINO", "DE_TAX_ID", "FR_NIR", "ES_DNI", "IT_CODICE_FISCALE", "BR_CPF", "IN_AADHAAR", "PL_PESEL", "SE_PERSONNUMMER"];
        var (missed, count) = (0, 0);
        foreach (var type in some.Where(type => Numbers.Types.Contains(type)))
        {
            var turn = 0;
            foreach (var number in Numbers.Written(type, ValuesATypeCount))
            {
                var hidden = disguise(number);
                var text = Numbers.Announced(type, number, turn++).Replace(number, hidden, StringComparison.Ordinal);
                var at = text.IndexOf(hidden, StringComparison.Ordinal);
                missed += Scans.Spans(text).Any(span => span.Start <= at + 1 && span.Start + span.Length >= at + hidden.Length - 1) ? 0 : 1;
                count++;
            }
        }

        Assert.True(count >= 5 * ValuesATypeCount && missed <= LossMax * count, $"{missed} of {count}");
    }

    [Theory]
    [InlineData("call 4 1 5 5 5 5 0 1 3 2 today", "PHONE")]
    [InlineData("card 4 1 1 1 - 1 1 1 1 - 1 1 1 1 - 1 1 1 1 ok", "CARD")]
    [InlineData("ssn 0 7 8 - 0 5 - 1 1 2 0 ok", "US_SSN")]
    [InlineData("jane at example dot com please", "EMAIL")]
    [InlineData("jane (at) example (dot) com", "EMAIL")]
    [InlineData("JANE [AT] EXAMPLE.COM", "EMAIL")]
    [InlineData("jane.doe at gmail.com is mine", "EMAIL")]
    [InlineData("jane&amp;#64;example.com", "EMAIL")]
    public void Spelled_and_spaced_values_are_found(string text, string type) => Assert.Equal([type], Scans.Types(text));

    [Theory]
    [InlineData("1 2 3 4 5 6 7 8 9 10 11 12")]
    [InlineData("we meet at the river, dot by dot")]
    [InlineData("look at gmail.com for it")]
    [InlineData("москва и сосед, ΑΒΓ 123")]
    public void Plain_text_is_not_taken_for_a_disguise(string text) => Assert.Empty(Scans.Types(text));

    // Invisible characters at the very ends may stay outside: nothing can be read from them.
    private static bool IsCovered(string text, string type, string hidden)
    {
        var at = text.IndexOf(hidden, StringComparison.Ordinal);
        return Scans.Spans(text).Any(span => span.Type == type
            && Math.Abs(span.Start - at) <= 1 && Math.Abs(span.Start + span.Length - at - hidden.Length) <= 1);
    }
}
