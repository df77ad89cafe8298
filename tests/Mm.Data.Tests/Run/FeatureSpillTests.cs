using Mm.Data.Pipeline;
using Mm.Data.Run;
using Mm.Data.Tests.Kit;
using Mm.Data.Write;
using Xunit;

namespace Mm.Data.Tests.Run;

public sealed class FeatureSpillTests : IDisposable
{
    private static readonly FeatureColumn[] Columns =
    [
        new("a.number", FeatureKind.Number, ""), new("a.whole", FeatureKind.Whole, ""), new("a.code", FeatureKind.Code, ""),
        new("a.flag", FeatureKind.Flag, ""), new("a.vector", FeatureKind.Vector, ""), new("a.boxes", FeatureKind.Boxes, ""),
        new("a.spans", FeatureKind.Spans, ""), new("a.missing", FeatureKind.Number, ""),
    ];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Dictionary<string, double> None => [];

    [Fact]
    public async Task Each_part_gets_the_features_of_its_samples_from_every_shard()
    {
        string[] files = [await ShardAsync("one", "a", "c", "e"), await ShardAsync("two", "b", "d", "f")];
        var spill = new FeatureSpill(_folder["spill"]);

        await spill.WriteAsync(files, [new PartPlan(0, "eval", 0, ["b", "e"]), new PartPlan(1, "train", 0, ["a", "d", "f"])], None, Cancel);

        Assert.Equal(["b", "e"], spill.Read(0).Keys.Order());
        Assert.Equal(["a", "d", "f"], spill.Read(1).Keys.Order());
        var row = spill.Read(1)["d"];
        Assert.Equal(100.5, row["a.number"]);
        Assert.Equal(100L, row["a.whole"]);
        Assert.Equal("d", row["a.code"]);
        Assert.Equal(true, row["a.flag"]);
        Assert.Equal([1.5f, -0f, float.Epsilon], row.Vector("a.vector")!);
        Assert.Equal([new Box(0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f)], row.Boxes("a.boxes"));
        Assert.Equal([new Span(3, 4, "EMAIL", 0.7f), new Span(9, 1, "é", 1)], row.Spans("a.spans"));
        Assert.False(row.Has("a.missing"));
    }

    [Fact]
    public async Task Writing_again_leaves_nothing_of_the_time_before()
    {
        string[] files = [await ShardAsync("one", "a", "b")];
        var spill = new FeatureSpill(_folder["spill"]);
        await spill.WriteAsync(files, [new PartPlan(0, "train", 0, ["a", "b"])], None, Cancel);

        await spill.WriteAsync(files, [new PartPlan(0, "train", 0, ["b"])], None, Cancel);

        Assert.Equal(["b"], spill.Read(0).Keys);
    }

    [Fact]
    public async Task What_Select_adds_stands_among_the_features_of_its_sample()
    {
        string[] files = [await ShardAsync("one", "a", "b")];
        var spill = new FeatureSpill(_folder["spill"]);

        await spill.WriteAsync(files, [new PartPlan(0, "train", 0, ["a", "b"])], new Dictionary<string, double> { ["b"] = 0.25 }, Cancel);

        Assert.False(spill.Read(0)["a"].Has("select.difficulty"));
        Assert.Equal(0.25, spill.Read(0)["b"]["select.difficulty"]);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> ShardAsync(string name, params string[] ids)
    {
        var path = _folder[$"{name}.parquet"];
        await using var stream = File.Create(path);
        await FeatureFile.WriteAsync(
            stream, Columns, [.. ids.Select(id => new MeasuredSample(id, "00", new Verdict(Outcome.Kept, "m", "k"), Features(id)))], Cancel);
        return path;
    }

    private static FeatureRow Features(string id)
    {
        var row = new FeatureRow();
        row.Set("a.number", id[0] + 0.5);
        row.Set("a.whole", (long)id[0]);
        row.Set("a.code", id);
        row.Set("a.flag", true);
        row.Set("a.vector", [1.5f, -0f, float.Epsilon]);
        row.Set("a.boxes", [new Box(0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f)]);
        row.Set("a.spans", [new Span(3, 4, "EMAIL", 0.7f), new Span(9, 1, "é", 1)]);
        return row;
    }
}
