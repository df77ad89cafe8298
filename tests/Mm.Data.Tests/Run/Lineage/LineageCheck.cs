using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace Mm.Data.Tests.Run.Lineage;

/// <summary>
/// What OpenLineage 2-0-2 demands of a run event, and the facets' own specifications of the facets used here: required members, their
/// kinds, the values that are allowed. Written from the specification.
/// </summary>
internal static partial class LineageCheck
{
    private static readonly string[] Types = ["START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER"];

    /// <summary>Where a facet may stand, and the members that it must have.</summary>
    private static readonly Dictionary<string, (string Where, string[] Required)> Facets = new()
    {
        ["processing_engine"] = ("run", ["version"]),
        ["errorMessage"] = ("run", ["message", "programmingLanguage"]),
        ["jobType"] = ("job", ["processingType", "integration"]),
        ["documentation"] = ("job", ["description"]),
        ["dataSource"] = ("dataset", []),
        ["version"] = ("dataset", ["datasetVersion"]),
        ["schema"] = ("dataset", []),
        ["storage"] = ("dataset", ["storageLayer"]),
        ["inputStatistics"] = ("input", []),
        ["dataQualityMetrics"] = ("input", ["columnMetrics"]),
        ["dataQualityAssertions"] = ("input", ["assertions"]),
        ["outputStatistics"] = ("output", []),
    };

    public static void IsRunEvent(JsonNode told)
    {
        Assert.Contains(Text(told, "eventType"), Types);
        Assert.True(DateTimeOffset.TryParse(
            Text(told, "eventTime"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _), "eventTime is no date-time");
        Assert.True(Uri.TryCreate(Text(told, "producer"), UriKind.Absolute, out _), "producer is no URI");
        Assert.EndsWith("/OpenLineage.json#/$defs/RunEvent", Text(told, "schemaURL"), StringComparison.Ordinal);
        Assert.True(Guid.TryParseExact(Text(told["run"]!, "runId"), "D", out _), "runId is no UUID");
        Named(told["job"]!);
        Hold(told["run"]!["facets"], "run");
        Hold(told["job"]!["facets"], "job");
        foreach (var input in told["inputs"]!.AsArray())
            Dataset(input!, "input");
        foreach (var output in told["outputs"]!.AsArray())
            Dataset(output!, "output");
    }

    private static void Dataset(JsonNode dataset, string side)
    {
        Named(dataset);
        Hold(dataset["facets"], "dataset");
        Hold(dataset[$"{side}Facets"], side);
        Assert.Null(dataset[side == "input" ? "outputFacets" : "inputFacets"]);
        foreach (var field in dataset["facets"]?["schema"]?["fields"]?.AsArray() ?? [])
            Assert.NotEqual("", Text(field!, "name"));
        foreach (var assertion in dataset["inputFacets"]?["dataQualityAssertions"]?["assertions"]?.AsArray() ?? [])
        {
            Assert.NotEqual("", Text(assertion!, "assertion"));
            _ = assertion!["success"]!.GetValue<bool>();
        }

        foreach (var count in (string[])["rowCount", "size", "fileCount"])
        {
            if (dataset[$"{side}Facets"]?[$"{side}Statistics"]?[count] is { } number)
                Assert.True(number.GetValue<long>() >= 0);
        }
    }

    private static void Named(JsonNode one)
    {
        Assert.NotEqual("", Text(one, "namespace"));
        Assert.NotEqual("", Text(one, "name"));
    }

    private static void Hold(JsonNode? facets, string where)
    {
        foreach (var (name, facet) in facets?.AsObject() ?? [])
        {
            Assert.True(Facets.TryGetValue(name, out var known), $"{name} is no facet of the specification");
            Assert.Equal(known.Where, where);
            Assert.True(Uri.TryCreate(Text(facet!, "_producer"), UriKind.Absolute, out _), $"{name}: _producer is no URI");
            Assert.Matches(FacetSchema(), Text(facet!, "_schemaURL"));
            Assert.All(known.Required, member => Assert.True(facet![member] is not null, $"{name} lacks {member}"));
        }
    }

    private static string Text(JsonNode of, string member) =>
        of[member] is { } node ? node.GetValue<string>() : throw new InvalidOperationException($"{member} is missing");

    [GeneratedRegex(@"^https://openlineage\.io/spec/facets/\d+-\d+-\d+/(?<name>[A-Za-z]+)\.json#/\$defs/\k<name>$")]
    private static partial Regex FacetSchema();
}
