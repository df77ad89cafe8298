using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mm.Data.Pipeline.Definition;

/// <summary>One file of <c>schemas/</c>.</summary>
public sealed record SchemaFile(string Name, string Json);

/// <summary>The schema files of pipeline files, for editors and other tools, made from the code.</summary>
public static class SchemaFiles
{
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    /// <summary>
    /// <c>pipeline.schema.json</c>, which knows the options of each stage by its name, and <c>stage.NAME.schema.json</c> for each.
    /// </summary>
    public static IReadOnlyList<SchemaFile> All(StageCatalog catalog) =>
    [
        File("pipeline.schema.json", "Pipeline file of Mm.Data", Pipeline(catalog)),
        .. catalog.Names.Select(name => File(StageFile(name), $"Options of the stage {name}", catalog.OptionsSchema(name))),
    ];

    /// <summary>A schema as its file holds it; <paramref name="schema"/> must be the caller's own copy.</summary>
    public static SchemaFile File(string name, string title, JsonObject schema)
    {
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        return new SchemaFile(name, schema.ToJsonString(Layout) + "\n");
    }

    private static JsonObject Pipeline(StageCatalog catalog)
    {
        var schema = DefinitionSchema.Of(typeof(PipelineDefinition));
        var entry = schema["properties"]!["measure"]!["items"]!.AsObject();
        entry["properties"]!["stage"]!["enum"] = new JsonArray([.. catalog.Names.Select(name => JsonValue.Create(name))]);
        entry["allOf"] = new JsonArray([.. catalog.Names.Select(When)]);
        return schema;
    }

    private static JsonObject When(string stage) => new()
    {
        ["if"] = new JsonObject { ["properties"] = new JsonObject { ["stage"] = new JsonObject { ["const"] = stage } } },
        ["then"] = new JsonObject { ["properties"] = new JsonObject { ["with"] = new JsonObject { ["$ref"] = StageFile(stage) } } },
    };

    private static string StageFile(string name) => $"stage.{name}.schema.json";
}
