using System.Reflection;
using System.Text;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.ConventionTests;

/// <summary>docs/trust.md is written from the tests that hold its promises. With MMDATA_WRITE_DOCS=1 this test writes it.</summary>
public sealed class TrustPageTests
{
    private const string Head =
        """
        # What you may rely on

        Written from the tests (`MMDATA_WRITE_DOCS=1`, class `TrustPageTests`): each promise stands at the test that fails when it is broken.
        Figures were measured by the tests themselves, in the form that CI runs unless a command is named.

        """;

    private static string Page { get; } = Path.Combine(Checkout.Root, "docs", "trust.md");

    [Fact]
    public void The_page_tells_every_promise_with_its_test_and_figure()
    {
        var page = Write();
        if (Figures.AreWritten)
            File.WriteAllText(Page, page);
        Assert.Equal(page, File.ReadAllText(Page));
    }

    [Fact]
    public void Every_figure_belongs_to_a_test_with_a_promise()
    {
        var tests = Promises().Select(row => row.Test).ToHashSet(StringComparer.Ordinal);
        Assert.All(Figures.Read().Keys, key => Assert.True(tests.Contains(key) || tests.Contains(key[..key.IndexOf('.')]), key));
    }

    private static string Write()
    {
        var figures = Figures.Read();
        var page = new StringBuilder(Head);
        foreach (var area in Promises().GroupBy(row => row.Area).OrderBy(area => area.Key, StringComparer.Ordinal))
        {
            page.Append($"\n## {area.Key}\n\n| promise | test | figure |\n| --- | --- | --- |\n");
            foreach (var row in area.OrderBy(row => row.Text, StringComparer.Ordinal))
                page.Append($"| {row.Text} | `{row.Test}` | {Figure(figures, row.Test)} |\n");
        }

        return page.ToString();
    }

    // A promise of a whole class has the figures of its tests.
    private static string Figure(Dictionary<string, string> figures, string test) => string.Join("; ", figures
        .Where(pair => pair.Key == test || pair.Key.StartsWith(test + ".", StringComparison.Ordinal))
        .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value));

    private static IEnumerable<Row> Promises()
    {
        foreach (var type in typeof(TrustPageTests).Assembly.GetTypes())
        {
            foreach (var promise in type.GetCustomAttributes<PromiseAttribute>())
                yield return new Row(promise.Area, promise.Text, type.Name);
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            {
                foreach (var promise in method.GetCustomAttributes<PromiseAttribute>())
                    yield return new Row(promise.Area, promise.Text, $"{type.Name}.{method.Name}");
            }
        }
    }

    private sealed record Row(string Area, string Text, string Test);
}
