using System.Text.Json.Nodes;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run.Evaluation;

/// <summary>The gate and <c>mmdata eval</c> by the real program, over pictures made here and the built-in model.</summary>
public sealed class EvalCommandTests : IDisposable
{
    private readonly PlainRun _run = new(pictures: 8, stages: ["- { stage: hashes }", "- { stage: alignment, with: { model: mini } }"]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_gate_that_fails_publishes_nothing_and_one_that_holds_stands_in_the_release()
    {
        var refused = await _run.RunAsync("--set", "evaluate.gate.rowsMin=9", "--set", "evaluate.gate.medianRankMax=100");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("gate evaluate-rows: the release has 8, at least 9 asked", refused.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_run.Release));

        await _run.DoneAsync("--set", "evaluate.gate.rowsMin=8", "--set", "evaluate.gate.medianRankMax=100");
        var released = await File.ReadAllTextAsync(Path.Combine(_run.Release, "evaluation.json"), Cancel);
        Assert.Equal(0, (await Mmdata.RunAsync(_run.State, Cancel, "verify", _run.Release)).ExitCode);

        // What is evaluated again is what was evaluated before it was published, byte for byte.
        var again = await Mmdata.RunAsync(_run.State, Cancel, "eval", _run.Release, "--json", "--report", _run["report.html"]);
        Assert.Equal(released, again.Output);
        Assert.Contains("<h1>Evaluation of plain</h1>", await File.ReadAllTextAsync(_run["report.html"], Cancel), StringComparison.Ordinal);

        var stricter = await Mmdata.RunAsync(_run.State, Cancel, "eval", _run.Release, "--json", "--set", "evaluate.gate.rowsMin=9");
        Assert.Equal(1, stricter.ExitCode);
        Assert.Equal(8, JsonNode.Parse(stricter.Output)!["retrieval"]!["candidates"]!.GetValue<int>());
    }

    [Fact]
    public async Task Wrong_arguments_are_told_and_exit_with_2()
    {
        var absent = await Mmdata.RunAsync(_run.State, Cancel, "eval", _run["nowhere"]);
        Assert.Equal(2, absent.ExitCode);
        Assert.Contains("nowhere", absent.Errors, StringComparison.Ordinal);

        var other = await Mmdata.RunAsync(_run.State, Cancel, "eval", _run["nowhere"], "--set", "select.split.eval=0.5");
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("only evaluate can be set", other.Errors, StringComparison.Ordinal);

        var range = await _run.RunAsync("--set", "evaluate.gate.recallAt1Min=2", "--set", "evaluate.rowsMax=1");
        Assert.Equal(2, range.ExitCode);
        Assert.Contains("between 0 and 1", range.Errors, StringComparison.Ordinal);
        Assert.Contains("between 2 and 100000", range.Errors, StringComparison.Ordinal);
    }
}
