using System.Text.Json.Nodes;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Xunit;

namespace Mm.Data.Tests.Pipeline.Definition;

public sealed class SchemaFilesTests
{
    [Fact]
    public async Task The_schemas_folder_equals_the_code()
    {
        var folder = Path.Combine(Root(), "schemas");
        var catalog = new StageCatalog([typeof(StageCatalog).Assembly]);
        if (Environment.GetEnvironmentVariable("MMDATA_WRITE_SCHEMAS") == "1")
            await SchemaFiles.WriteAsync(catalog, folder, TestContext.Current.CancellationToken);

        var files = SchemaFiles.All(catalog);
        Assert.All(files, file => Assert.True(
            File.Exists(Path.Combine(folder, file.Name)) && File.ReadAllText(Path.Combine(folder, file.Name)) == file.Json,
            $"schemas/{file.Name} differs from the code: run this test with MMDATA_WRITE_SCHEMAS=1 and look at the difference"));
        Assert.Empty(Directory.GetFiles(folder, "stage.*.schema.json").Select(Path.GetFileName).Except(files.Select(file => file.Name)));
    }

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

    [Theory]
    [InlineData("quickstart.yaml")]
    [InlineData("web-pairs.yaml")]
    public void The_pipelines_of_the_repository_hold(string file) =>
        Assert.Equal(
            6, PipelineFile.Load(Path.Combine(Root(), "pipelines", file), FakeStages.Catalog(), [], new FakeStages.Models()).Stages.Count);

    private static JsonNode Json(string name) =>
        JsonNode.Parse(SchemaFiles.All(FakeStages.Catalog()).Single(file => file.Name == name).Json)!;

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Mm.Data.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside a checkout.");
        return folder.FullName;
    }
}
