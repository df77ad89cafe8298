using System.Text.Json.Nodes;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>What a run says about its own pace.</summary>
public sealed class RunReportTests(QuickstartRelease quickstart)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_state_folder_keeps_where_the_time_went_and_which_stage_set_the_pace()
    {
        await quickstart.GetAsync();
        var file = Assert.Single(Directory.GetFiles(Path.Combine(quickstart.State, "reports"), "*.json"));
        var report = JsonNode.Parse(await File.ReadAllTextAsync(file, Cancel))!;

        var stages = report["stages"]!.AsArray();
        string[] expected = ["source", "decode", "media", "text-pii", "rights", "hashes", "alignment", "faces", "image-text"];
        Assert.Equal(expected, stages.Select(stage => stage!["stage"]!.GetValue<string>()));
        Assert.Contains(report["limitingStage"]!.GetValue<string>(), expected);
        Assert.Equal(report["samples"]!.GetValue<int>(), stages[0]!["samples"]!.GetValue<int>());
        Assert.Equal(
            ["plan", "measure", "select", "render", "publish"],
            report["phases"]!.AsArray().Select(phase => phase!["phase"]!.GetValue<string>()));
        Assert.InRange(report["bookkeepingSeconds"]!.GetValue<double>(), 0.001, double.MaxValue);
    }
}
