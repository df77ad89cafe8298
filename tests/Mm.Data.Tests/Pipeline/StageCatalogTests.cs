using Mm.Data.Pipeline;
using Mm.Data.Tests.Pipeline.Definition;
using Xunit;

namespace Mm.Data.Tests.Pipeline;

public sealed class StageCatalogTests
{
    [Fact]
    public void A_name_taken_twice_stops_the_start()
    {
        var e = Assert.Throws<InvalidOperationException>(() => new StageCatalog([typeof(FakeStages.Faces), typeof(AlsoFaces)]));

        Assert.Contains("faces is taken twice", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stage_without_options_stops_the_start() =>
        Assert.Throws<InvalidOperationException>(() => new StageCatalog([typeof(NoOptions)]));

    [Fact]
    public void The_librarys_own_stages_have_different_names() =>
        Assert.Contains("media", new StageCatalog([typeof(StageCatalog).Assembly]).Names);

    [Fact]
    public void Building_tells_every_stage_that_cannot_be_built()
    {
        var definition = new Mm.Data.Pipeline.Definition.PipelineDefinition
        {
            Name = "x",
            Version = 1,
            Measure = [new() { Stage = "nothing" }, new() { Stage = "media" }, new() { Stage = "alignment" }],
        };

        var e = Assert.Throws<ConfigurationException>(() => FakeStages.Catalog().Build(definition, new FakeStages.Models()));

        Assert.Equal(2, e.Problems.Count);
        Assert.StartsWith("measure[0] nothing: unknown stage nothing", e.Problems[0], StringComparison.Ordinal);
        Assert.StartsWith("measure[2] alignment: ", e.Problems[1], StringComparison.Ordinal);
    }

    [Stage("faces")]
    private sealed class AlsoFaces() : FakeStages.Stage()
    {
        public sealed record Options;
    }

    [Stage("none")]
    private sealed class NoOptions() : FakeStages.Stage();
}
