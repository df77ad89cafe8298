using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Xunit;

namespace Mm.Data.Tests.Pipeline.Definition;

public sealed class OverridesTests : IDisposable
{
    private const string Yaml = """
        name: base
        version: 1
        measure:
          - stage: media
          - stage: alignment
            with: { model: other }
          - stage: faces
        select:
          rules:
            - { feature: alignment.cosine, min: 0.2, reason: alignment.low }
        """;

    private readonly string _path =
        Path.Combine(Path.GetTempPath(), $"overrides-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.yaml");

    public OverridesTests() => File.WriteAllText(_path, Yaml);

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void An_override_reaches_list_entries_stage_options_and_groups_that_the_file_lacks()
    {
        var definition = Load(
            "select.rules[0].min=0.25",
            "measure.alignment.model=mini",
            "measure[2].with.threshold=0.5",
            "shards.samples=8",
            "select.duplicates.keepBest=[media.pixels]",
            "select.duplicates.perceptualBits=null",
            "description=a = b");

        Assert.Equal(0.25, definition.Select.Rules[0].Min);
        Assert.Equal("mini", definition.Measure[1].With.GetProperty("model").GetString());
        Assert.Equal(0.5, definition.Measure[2].With.GetProperty("threshold").GetDouble());
        Assert.Equal(8, definition.Shards.Samples);
        Assert.Equal(["media.pixels"], definition.Select.Duplicates.KeepBest);
        Assert.Null(definition.Select.Duplicates.PerceptualBits);
        Assert.Equal("a = b", definition.Description);
    }

    [Theory]
    [InlineData("select.rulez[0].min=1",
        "--set select.rulez[0].min=1: select: unknown key rulez; did you mean rules? known: rules, duplicates, decontaminate, take, curriculum, split")]
    [InlineData("select.rules[3].min=1", "--set select.rules[3].min=1: select.rules has no entry 3; it has 1, counted from 0")]
    [InlineData("measure.face.threshold=1",
        "--set measure.face.threshold=1: measure has no stage face; did you mean faces? known: media, alignment, faces")]
    [InlineData(
        "measure.faces.threshold=7", "--set measure.faces.threshold=7: measure[2] faces: threshold must be between 0 and 1, found 7")]
    [InlineData("measure.faces.loook=tiles",
        "--set measure.faces.loook=tiles: measure[2] faces: unknown key loook; did you mean look? known: model, threshold, look, flip")]
    [InlineData("name.first=x", "--set name.first=x: name is a single value and has no first")]
    [InlineData("name", "--set name: must be path=value, such as select.rules[0].min=0.25")]
    [InlineData("name=[x", "--set name=[x: not valid YAML")]
    public void A_wrong_override_is_told_like_a_wrong_line(string text, string problem) =>
        Assert.StartsWith(problem, Assert.Single(Problems(text)), StringComparison.Ordinal);

    [Fact]
    public void Overrides_and_the_file_are_told_in_one_list()
    {
        File.WriteAllText(_path, Yaml.Replace("version: 1", "version: 3"));

        Assert.Equal(
            [$"{_path}:2: version must be 1, found 3", "--set shards.samples=0: shards.samples must be between 1 and 100000, found 0"],
            Problems("shards.samples=0"));
    }

    [Fact]
    public void An_override_can_mend_the_file()
    {
        File.WriteAllText(_path, Yaml.Replace("version: 1", "version: 3"));

        Assert.Equal(1, Load("version=1").Version);
    }

    private PipelineDefinition Load(params IReadOnlyList<string> overrides) => PipelineFile.Load(_path, FakeStages.Catalog(), overrides);

    private IReadOnlyList<string> Problems(params IReadOnlyList<string> overrides) =>
        Assert.Throws<ConfigurationException>(() => Load(overrides)).Problems;
}
