using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Mm.Data.Pipeline;
using Mm.Data.Publish;

namespace Mm.Data.Run.Lineage;

/// <summary>
/// Events of one run as OpenLineage 2-0-2 has them (openlineage.io/spec). Names and counts alone: no path of this machine, no file name,
/// no message of a fault, because they leave it.
/// </summary>
internal sealed class LineageEvent(ActiveRun run, string space)
{
    private const string Spec = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";

    private static readonly string Producer = $"urn:mm-data:{ReleaseBuilder.ToolVersion}";

    /// <summary>UUID of this attempt at the run: follows from the run's key and how often it was begun.</summary>
    public string RunId { get; } = IdOf(run.Key, run.Epoch);

    public JsonObject Start(DateTimeOffset at) => Event("START", at, RunId, [], Input(null), Output(null));

    /// <summary>The end of an attempt that could not tell it itself.</summary>
    public JsonObject Abandoned(DateTimeOffset at, string runId) => Event(
        "ABORT", at, runId, Error("The process ended before the run did; the same run was begun anew."), Input(null), Output(null));

    /// <summary>Published, or refused by its gates.</summary>
    public JsonObject Done(DateTimeOffset at, PublishResult result) => result.Status is PublishStatus.Refused
        ? Event("FAIL", at, RunId, Error("The release was refused: a gate failed."), Input(result.Manifest), Output(null))
        : Event("COMPLETE", at, RunId, [], Input(result.Manifest), Output(result.Manifest));

    /// <summary>Ended by a fault, which is named by its type: what it says may name files.</summary>
    public JsonObject Failed(DateTimeOffset at, Exception fault) => fault is OperationCanceledException
        ? Event("ABORT", at, RunId, Error("The run was interrupted."), Input(null), Output(null))
        : Event("FAIL", at, RunId, Error($"Ended with {fault.GetType().Name}; the catalog holds its message."), Input(null), Output(null));

    private JsonObject Event(
        string type, DateTimeOffset at, string runId, JsonObject runFacets, JsonObject input, JsonObject output)
    {
        var version = ReleaseBuilder.ToolVersion;
        runFacets["processing_engine"] = Facet("1-1-1/ProcessingEngineRunFacet", new JsonObject
        {
            ["version"] = version,
            ["name"] = "mmdata",
            ["openlineageAdapterVersion"] = version,
        });
        return new JsonObject
        {
            ["eventType"] = type,
            ["eventTime"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["producer"] = Producer,
            ["schemaURL"] = Spec,
            ["run"] = new JsonObject { ["runId"] = runId, ["facets"] = runFacets },
            ["job"] = new JsonObject
            {
                ["namespace"] = space,
                ["name"] = run.Definition.Name,
                ["facets"] = new JsonObject
                {
                    ["jobType"] = Facet("2-0-3/JobTypeJobFacet", new JsonObject
                    {
                        ["processingType"] = "BATCH",
                        ["integration"] = "MMDATA",
                        ["jobType"] = "PIPELINE",
                    }),
                    ["documentation"] = Facet(
                        "1-0-1/DocumentationJobFacet", new JsonObject { ["description"] = run.Definition.Description }),
                },
            },
            ["inputs"] = new JsonArray([input, .. KnownSets()]),
            ["outputs"] = new JsonArray(output),
        };
    }

    /// <summary>The source by its label. What became of its samples is known when the run is over.</summary>
    private JsonObject Input(ReleaseManifest? manifest)
    {
        var facets = new JsonObject
        {
            ["inputStatistics"] = Facet("1-0-0/InputStatisticsInputDatasetFacet", new JsonObject { ["rowCount"] = run.Plan.Samples.Count }),
        };
        if (manifest is not null)
        {
            facets["dataQualityMetrics"] = Facet("1-0-2/DataQualityMetricsInputDatasetFacet", new JsonObject
            {
                ["rowCount"] = manifest.Counts.Measure.Entered,
                ["columnMetrics"] = new JsonObject(),
            });
            facets["dataQualityAssertions"] = Facet(
                "1-0-1/DataQualityAssertionsDatasetFacet", new JsonObject { ["assertions"] = Assertions(manifest) });
        }

        var dataset = Dataset($"source/{run.Definition.Source.Name}", new JsonObject
        {
            ["dataSource"] = Source(run.Definition.Source.Name, run.Request.Input),
            ["version"] = Facet("1-0-1/DatasetVersionDatasetFacet", new JsonObject { ["datasetVersion"] = run.Plan.Digest }),
        });
        dataset["inputFacets"] = facets;
        return dataset;
    }

    /// <summary>Every phase accounts for every sample, and the gates.</summary>
    private static JsonArray Assertions(ReleaseManifest manifest) =>
    [
        .. Enum.GetValues<Phase>().Select(phase => Assertion($"conserved-in-{EnumCode.Of(phase)}", manifest.Counts.Of(phase).Conserved)),
        .. manifest.Gates.Select(gate => Assertion(gate.Name, gate.Passed)),
    ];

    private static JsonObject Assertion(string name, bool success) => new JsonObject { ["assertion"] = name, ["success"] = success };

    /// <summary>The releases that samples were held against.</summary>
    private IEnumerable<JsonNode> KnownSets() => run.Definition.Select.Decontaminate
        .Concat(run.Definition.Select.Duplicates.Against).Select(set => set.Name).Distinct(StringComparer.Ordinal)
        .Select(name => Dataset($"set/{name}", []));

    private JsonObject Output(ReleaseManifest? manifest)
    {
        var name = $"release/{run.Definition.Name}";
        if (manifest is null)
            return Dataset(name, []);
        var fields = manifest.Schema.Select(JsonNode (column) => new JsonObject { ["name"] = column.Name, ["type"] = column.Type });
        var dataset = Dataset(name, new JsonObject
        {
            ["schema"] = Facet("1-1-1/SchemaDatasetFacet", new JsonObject { ["fields"] = new JsonArray([.. fields]) }),
            ["dataSource"] = Source(run.Definition.Name, run.Request.Output),
            ["version"] = Facet("1-0-1/DatasetVersionDatasetFacet", new JsonObject { ["datasetVersion"] = manifest.Digest }),
            ["storage"] = Facet("1-0-1/StorageDatasetFacet", new JsonObject
            {
                ["storageLayer"] = IsBlob(run.Request.Output) ? "azure-blob" : "file",
                ["fileFormat"] = "parquet",
            }),
        });
        dataset["outputFacets"] = new JsonObject
        {
            ["outputStatistics"] = Facet("1-0-2/OutputStatisticsOutputDatasetFacet", new JsonObject
            {
                ["rowCount"] = manifest.Shards.Sum(shard => shard.Rows),
                ["size"] = manifest.Shards.Sum(shard => shard.Bytes),
                ["fileCount"] = manifest.Shards.Count,
            }),
        };
        return dataset;
    }

    private JsonObject Dataset(string name, JsonObject facets) =>
        new() { ["namespace"] = space, ["name"] = name, ["facets"] = facets };

    /// <summary>An address of blob storage is told; a folder of this machine is nobody else's, and its name may be somebody's.</summary>
    private static JsonObject Source(string name, string place)
    {
        var facet = Facet("1-0-1/DatasourceDatasetFacet", new JsonObject { ["name"] = name });
        if (IsBlob(place))
            facet["uri"] = place;
        return facet;
    }

    private static bool IsBlob(string place) => place.StartsWith("az://", StringComparison.Ordinal);

    private static JsonObject Error(string message) => new()
    {
        ["errorMessage"] = Facet(
            "1-0-1/ErrorMessageRunFacet", new JsonObject { ["message"] = message, ["programmingLanguage"] = "C#" }),
    };

    /// <param name="kind">Version and name, as in the address of its schema.</param>
    /// <param name="facet">Its own members.</param>
    private static JsonObject Facet(string kind, JsonObject facet)
    {
        var name = kind[(kind.IndexOf('/', StringComparison.Ordinal) + 1)..];
        facet["_producer"] = Producer;
        facet["_schemaURL"] = $"https://openlineage.io/spec/facets/{kind}.json#/$defs/{name}";
        return facet;
    }

    /// <summary>A UUID of version 8 (RFC 9562): bits of a digest.</summary>
    private static string IdOf(string key, int epoch)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"mm.data/lineage\0{key}\0{epoch}");
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(name))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
