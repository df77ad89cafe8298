using System.Text.Json.Nodes;
using Mm.Data.Pipeline.Definition;
using Xunit;

namespace Mm.Data.Tests.Pipeline.Definition;

public sealed class SchemaFilesTests
{
    [Fact]
    public void The_pipeline_schema_knows_the_options_of_each_stage_by_its_name()
    {
        var entry = Json("pipeline.schema.json")["properties"]!["measure"]!["items"]!;
        var faces =
            entry["allOf"]!.AsArray().Single(when => when!["if"]!["properties"]!["stage"]!["const"]!.GetValue<string>() == "faces")!;

        Assert.Contains("faces", entry["properties"]!["stage"]!["enum"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal("stage.faces.schema.json", faces["then"]!["properties"]!["with"]!["$ref"]!.GetValue<string>());
    }

    [Fact]
    public void A_stage_schema_has_bounds_words_defaults_and_no_other_keys()
    {
        var schema = Json("stage.alignment.schema.json");
        var batch = schema["properties"]!["batch"]!;

        Assert.False(schema["additionalProperties"]!.GetValue<bool>());
        Assert.Equal(["model"], schema["required"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal(1, batch["minimum"]!.GetValue<int>());
        Assert.Equal(512, batch["maximum"]!.GetValue<int>());
        Assert.Equal(16, batch["default"]!.GetValue<int>());
        Assert.Equal("Pairs a batch.", batch["description"]!.GetValue<string>());
    }

    private static JsonNode Json(string name) =>
        JsonNode.Parse(SchemaFiles.All(FakeStages.Catalog()).Single(file => file.Name == name).Json)!;
}
