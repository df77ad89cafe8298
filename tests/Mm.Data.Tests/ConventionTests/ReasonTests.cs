using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Mm.Data.App.Hosting;
using Mm.Data.Decode;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.ConventionTests;

/// <summary>Codes are what users look up: docs/reasons.md and docs/exit-codes.md hold each of them.</summary>
public sealed partial class ReasonTests
{
    private static readonly string[] Columns = ["code", "phase", "outcome", "meaning", "what to do"];

    private static readonly IReadOnlyDictionary<string, string[]> Told = Rows("reasons.md", Columns.Length)
        .ToDictionary(row => row[0], row => row);

    [Fact]
    public void Every_reason_of_the_decoder_is_told() => Assert.Empty(
        Constants(typeof(DecodeReasons)).Concat(Constants(typeof(DocumentReasons))).Except(Told.Keys));

    /// <summary>
    /// Literals in calls that take a reason, and constants and properties that hold one. What stands in place of a name that the
    /// code fills in, such as <c>{_stage}.detector-failed</c>, must be told for one name at least.
    /// </summary>
    [Fact]
    public void Every_reason_in_the_sources_is_told()
    {
        var given = CodeFile.Sources
            .SelectMany(file => GivenReason().Matches(file.Text))
            .Select(match => match.Groups["code"].Value)
            .ToHashSet();

        Assert.Superset(
            new HashSet<string>(
            [
                "render.still-detected", "source.too-large", "duplicate.exact", "{_stage}.detector-failed", "text.too-long", "kept",
            ]),
            given);
        Assert.DoesNotContain(given, code => !Told.Keys.Any(told => IsTold(code, told)));
    }

    [Fact]
    public void Every_row_has_a_phase_an_outcome_and_words() => Assert.All(Told.Values, row =>
    {
        Assert.All(row[1].Split(", "), phase => Assert.Contains(phase, (string[])["measure", "select", "render"]));
        Assert.All(row[2].Split(", "), outcome => Assert.Contains(outcome, (string[])["kept", "dropped", "quarantined", "failed"]));
        Assert.All(row[3..], words => Assert.EndsWith(".", words, StringComparison.Ordinal));
    });

    /// <summary>A code that no source, pipeline file or census gives any more must go from the page.</summary>
    [Fact]
    public void Every_told_reason_is_given_somewhere()
    {
        var all = string.Concat(CodeFile.Sources.Select(file => file.Text))
            + string.Concat(Directory.GetFiles(Path.Combine(Checkout.Root, "pipelines")).Select(File.ReadAllText));

        Assert.DoesNotContain(Told.Keys, code => !all.Contains(code, StringComparison.Ordinal)
            && !GivenReason().Matches(all).Any(match => IsTold(match.Groups["code"].Value, code)));
    }

    [Fact]
    public void Every_reason_of_the_pipelines_is_told() => Assert.Empty(Directory
        .GetFiles(Path.Combine(Checkout.Root, "pipelines"))
        .SelectMany(path => RuleReason().Matches(File.ReadAllText(path)))
        .Select(match => match.Groups["code"].Value)
        .Except(Told.Keys));

    [Fact]
    public void Every_code_of_the_census_is_told_and_no_other()
    {
        var source = string.Concat(CodeFile.Sources
            .Where(file => file.Folder is "src/Mm.Data/Source" or "src/Mm.Data/Source/Documents")
            .Select(file => file.Text));
        var told = Rows("reasons.md", 3).Select(row => row[0]).ToHashSet();

        Assert.NotEmpty(told);
        Assert.Empty(CensusCode().Matches(source).Select(match => match.Groups["code"].Value).Except(told));
        Assert.DoesNotContain(told, code => !source.Contains($"\"{code}\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_exit_code_is_told()
    {
        var codes = typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => ((int)field.GetRawConstantValue()!).ToString(CultureInfo.InvariantCulture));

        Assert.Equal(codes.Order(StringComparer.Ordinal), Rows("exit-codes.md", 2).Select(row => row[0]).Order(StringComparer.Ordinal));
    }

    private static bool IsTold(string code, string told) => code == told
        || (code.Contains('{', StringComparison.Ordinal) && Regex.IsMatch(told, "^" + Hole().Replace(code, "[a-z-]+") + "$"));

    private static IEnumerable<string> Constants(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.IsLiteral)
        .Select(field => (string)field.GetRawConstantValue()!);

    /// <summary>The rows of the page's tables with this many columns, without their heads; code marks are taken off.</summary>
    private static IEnumerable<string[]> Rows(string page, int columns) => File
        .ReadLines(Path.Combine(Checkout.Root, "docs", page))
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
        .Select(line => line.Trim('|', ' ').Split(" | "))
        .Where(row => row.Length == columns && row[0] is not ("code" or "---"))
        .Select(row => (string[])[row[0].Trim('`'), .. row[1..]]);

    // A reason is the last argument of Decide and Verdict, the second of Refused, the only one of Failed.
    [GeneratedRegex(
        @"(?:\bDecide\(|\bRefused\(|\bVerdict\(|\bFailed(?:<[^()]*>)?\(|\bReason = "
        + @"|\bconst string (?:Exact|Perceptual|Cropped|Semantic|Released|Contaminated) = )"
        + @"(?:[^;\n]*, )?\$?""(?<code>[a-z{][A-Za-z0-9_.{}-]*)""")]
    private static partial Regex GivenReason();

    [GeneratedRegex(@"(?:Ignore\(|=> |\? |const string \w+ = )""(?<code>[a-z0-9]+(?:-[a-z0-9]+)+)""")]
    private static partial Regex CensusCode();

    [GeneratedRegex(@"\breason: (?<code>[a-z][a-z0-9.-]*)")]
    private static partial Regex RuleReason();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Hole();
}
