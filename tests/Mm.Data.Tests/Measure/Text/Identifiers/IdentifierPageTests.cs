using System.Globalization;
using System.Text;
using Mm.Data.Measure.Text.Identifiers;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Measure.Text.Identifiers;

/// <summary>docs/identifiers.md is written from the rules. With MMDATA_WRITE_DOCS=1 this test writes it.</summary>
public sealed class IdentifierPageTests
{
    private const string Mark = "| type | country |";

    private static string Page => Path.Combine(Checkout.Root, "docs", "identifiers.md");

    [Fact]
    public void The_page_lists_the_rules_as_they_are()
    {
        var page = File.ReadAllText(Page);
        var written = page[..page.IndexOf(Mark, StringComparison.Ordinal)] + Table();
        if (Environment.GetEnvironmentVariable("MMDATA_WRITE_DOCS") == "1")
            File.WriteAllText(Page, written);

        Assert.Equal(written, File.ReadAllText(Page));
    }

    [Fact]
    public void The_page_tells_how_many_there_are()
    {
        var types = IdentifierRules.All.DistinctBy(rule => rule.Type).ToList();
        var countries = types.Select(type => type.Country).Where(country => country.Length > 0).Distinct().Count();
        var (checksum, structure) = (types.Count(Is(Validation.Checksum)), types.Count(Is(Validation.Structure)));

        Assert.Contains(
            $"{types.Count} identifiers of {countries} countries: {checksum} by checksum, {structure} by structure, "
                + $"{types.Count - checksum - structure} by words",
            File.ReadAllText(Page).ReplaceLineEndings(" "),
            StringComparison.Ordinal);

        static Func<IdentifierRule, bool> Is(Validation validation) => rule => rule.Validation == validation;
    }

    private static string Table()
    {
        var table = new StringBuilder(Mark)
            .Append(" name | validated by | written, counts alone | written, needs a word | one wrong digit |\n")
            .Append("| --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var type in IdentifierRules.All.GroupBy(rule => rule.Type).OrderBy(type => type.Key, StringComparer.Ordinal))
        {
            var rule = type.First();
            table.Append(CultureInfo.InvariantCulture, $"| `{type.Key}` | {rule.Country} | {rule.Name} | {By(rule)} | {Shapes(type, false)} | ")
                .Append(CultureInfo.InvariantCulture, $"{Shapes(type, true)} | {Unseen(rule)} |\n");
        }

        return table.ToString();
    }

    private static string By(IdentifierRule rule) => rule.Validation switch
    {
        Validation.Checksum => "checksum",
        Validation.Structure => "structure",
        _ => "",
    };

    private static string Shapes(IEnumerable<IdentifierRule> rules, bool needsWord) => string.Join(
        ", ", rules.Where(rule => rule.NeedsContext == needsWord).SelectMany(rule => rule.Shapes).Select(shape => $"`{shape}`"));

    private static string Unseen(IdentifierRule rule)
    {
        if (rule.Validation is not Validation.Checksum)
            return "";
        if (!Corruption.Reasons.TryGetValue(rule.Type, out var reason))
            return "always told";
        var (tried, passed) = Corruption.Of(rule.Type);
        return string.Create(CultureInfo.InvariantCulture, $"{100.0 * passed / tried:0.00} % unseen: {reason}");
    }
}
