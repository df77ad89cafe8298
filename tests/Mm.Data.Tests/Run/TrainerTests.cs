using System.Text.Json;
using System.Text.Json.Nodes;
using Mm.Data.Publish;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>The trainers' example, run by PyTorch on what <c>mmdata export</c> makes of a release.</summary>
public sealed class TrainerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_example_learns_from_every_row_of_an_export_and_does_so_again()
    {
        await Python.NeedsAsync("torch", "PIL");
        using var run = new PlainRun(pictures: 24);
        await run.DoneAsync("--set", "select.split.eval=0.4");
        var export = await Mmdata.RunAsync(run.State, Cancel, "export", run.Release, run["tars"]);
        Assert.True(export.ExitCode == 0, export.Output + export.Errors);
        var shards = (await ReleaseReader.OpenAsync(run.Release, Cancel)).Manifest.Shards;

        var curve = await TrainAsync(run, "one.json");

        Assert.Equal(shards.Where(shard => shard.Split == "train").Sum(shard => shard.Rows), curve[0]!["train_rows"]!.GetValue<long>());
        Assert.Equal(shards.Where(shard => shard.Split == "eval").Sum(shard => shard.Rows), curve[0]!["eval_rows"]!.GetValue<long>());
        Assert.Equal(9, curve.Count);
        Assert.True(curve[8]!["train_loss"]!.GetValue<double>() < curve[1]!["train_loss"]!.GetValue<double>(), "nothing was learned");
        Assert.Equal(curve.ToJsonString(), (await TrainAsync(run, "two.json")).ToJsonString());
    }

    private static async Task<JsonArray> TrainAsync(PlainRun run, string curve)
    {
        await Python.RunAsync(
            "ops/trainers/train.py", run["tars"], "--epochs", "8", "--batch", "6", "--side", "32", "--curve", run[curve]);
        return JsonSerializer.Deserialize<JsonArray>(await File.ReadAllTextAsync(run[curve], Cancel))!;
    }
}
