using System.Text.RegularExpressions;
using Xunit;

namespace Mm.Data.Tests.ConventionTests;

/// <summary>Small files, short methods, one thing a file: docs/architecture.md says where things are, and this keeps it true.</summary>
public sealed partial class SizeTests
{
    private const int FileLinesMax = 300;
    private const int LineCharactersMax = 140;

    /// <summary>Tests are sentences, and a row of data reads best on one line.</summary>
    private const int TestLineCharactersMax = 160;

    private const int MethodLinesMax = 70;
    private const int PublicTypesMax = 4;

    [Fact]
    public void A_file_has_at_most_300_lines() => Assert.Empty(CodeFile.All
        .Select(file => (file.Name, Lines: file.Text.TrimEnd().Split('\n').Length))
        .Where(file => file.Lines > FileLinesMax)
        .ToList());

    [Fact]
    public void A_line_has_at_most_140_characters_or_160_in_a_test() => Assert.Empty(CodeFile.All
        .SelectMany(file => file.Text.Split('\n').Select((line, index) => (file.Name, Line: index + 1, line.TrimEnd('\r').Length)))
        .Where(line => line.Length > (line.Name.StartsWith("tests/", StringComparison.Ordinal) ? TestLineCharactersMax : LineCharactersMax))
        .ToList());

    [Fact]
    public void A_method_has_at_most_70_lines() => Assert.Empty(CodeFile.All
        .SelectMany(file => CodeMembers.Of(file.Code).Select(member => (file.Name, member)))
        .Where(found => found.member.Lines > MethodLinesMax)
        .ToList());

    [Fact]
    public void The_scan_finds_methods_as_they_are_written_here()
    {
        const string code = """
            namespace N;

            public sealed record R(int A)
            {
                private static readonly int[] Table = [F(1), 2];

                [Obsolete("a;b")]
                public int M(int a)
                {
                    if (a > 0) { return Run(() => { a++; }); }
                    return 1;
                }

                public string P(int b) => $"{(b > 0 ? "}" : "{{")} {{";
            }
            """;

        Assert.Equal(
            [("public int M(int a)", 7, 6), ("public string P(int b) =>", 14, 1)],
            CodeMembers.Of(CodeText.Of(code)).Where(m => !m.Head.Contains("record", StringComparison.Ordinal))
                .Select(m => (m.Head.Split(" $")[0], m.Line, m.Lines)));
    }

    [Fact]
    public void A_source_file_is_named_after_a_type_in_it_and_has_few_public_types()
    {
        var problems = CodeFile.Sources
            .Select(file => (
                file.Name,
                File: Path.GetFileNameWithoutExtension(file.Name),
                Types: TopLevelType().Matches(file.Code).Select(match => match.Groups["name"].Value).Distinct().ToArray(),
                Public: TopLevelType().Matches(file.Code).Count(match => match.Groups["access"].Value == "public")))
            .Where(file => file.Types.Length > 0 && (!file.Types.Contains(file.File) || file.Public > PublicTypesMax));

        Assert.Empty(problems.Select(file => $"{file.Name}: {string.Join(", ", file.Types)}"));
    }

    // In files with a file-scoped namespace, which are all, a top-level type begins its line.
    [GeneratedRegex(
        @"^(?<access>public|internal|file)\s+(?:(?:static|sealed|abstract|unsafe|partial|readonly|ref)\s+)*"
        + @"(?:class|record struct|record|struct|interface|enum)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();
}
