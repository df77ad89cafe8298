using System.Text.Json;
using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run.Reproduce;

public sealed class ReproducerTests(ReproducedRun run) : IClassFixture<ReproducedRun>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Promise(PromiseAttribute.Audit,
        "Samples of a release can be made anew from their source: what comes out is what the signed ledger and the rows say, to the byte.")]
    [Fact]
    public async Task Samples_made_anew_from_their_source_have_the_ledgers_events()
    {
        var (code, report) = await VerifyAsync(await run.ReleaseAsync(), "--source", run.Input, "--pipeline", run.Pipeline);

        Assert.Empty(report.Findings);
        Assert.Equal(0, code);
        var again = report.Reproduction!;
        var kept = again.Same["render"];
        Assert.Equal((5, 5, 4), (again.Samples.Count, again.Same["measure"], again.Same["select"]));
        Assert.InRange(kept, 1, 4);
        Assert.Equal(kept, report.Checked["rows"]); // every row of the release was made anew, to the byte
        var missing = Assert.Single(again.NotChecked); // nothing but what compares the samples of a shard
        Assert.Contains("alignment.rank", missing.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(report.NotChecked, what => what.StartsWith("The source", StringComparison.Ordinal));
        Assert.DoesNotContain(report.NotChecked, what => what.StartsWith("The models", StringComparison.Ordinal));
        Figures.Record(typeof(ReproducerTests), $"{again.Samples.Count} samples made anew: {again.Same["measure"]} measured, "
            + $"{again.Same["select"]} decided and {kept} rendered alike (`mmdata verify --reproduce N`)");
    }

    [Promise(PromiseAttribute.Audit, "What cannot be made anew, because the source or the pipeline is another, is told and never passed.")]
    [Fact]
    public async Task What_is_gone_from_the_source_or_changed_in_it_is_told_and_not_passed()
    {
        var release = await run.ReleaseAsync();
        var input = ReproducedRun.Copy(run.Input, _folder["input"]);
        File.Delete(Path.Combine(input, "photos", "coffee.jpg"));
        await File.WriteAllTextAsync(Path.Combine(input, "photos", "cat.txt"), "Another caption.", Cancel);

        var (code, report) = await VerifyAsync(release, "--source", input, "--pipeline", run.Pipeline);

        Assert.Equal((0, 3), (code, report.Reproduction!.Same["measure"]));
        var gone = report.Reproduction.NotChecked.Where(one => one.Where.EndsWith(" measure", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, gone.Length);
        Assert.All(gone, one => Assert.Contains("gone or has changed", one.Reason, StringComparison.Ordinal));
        Assert.Contains(report.Reproduction.NotChecked, one => one.Where == "source");
        Assert.Contains(report.NotChecked, what => what.StartsWith("The source", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_pipeline_makes_nothing_anew_and_exits_with_3()
    {
        var release = await run.ReleaseAsync();
        var (code, report) = await VerifyAsync(
            release, "--source", run.Input, "--pipeline", run.Pipeline, "--set", "render.sideMax=400");

        Assert.Equal(3, code);
        Assert.Empty(report.Reproduction!.Same);
        Assert.Contains(report.Reproduction.NotChecked, one => one.Where == "pipeline" && one.Reason.Contains("not the release's pipeline"));
        Assert.Equal(5, report.Reproduction.NotChecked.Count(one => one.Where.EndsWith(" measure", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_the_source_only_decisions_are_made_anew()
    {
        var (code, report) = await VerifyAsync(await run.ReleaseAsync(), "--pipeline", run.Pipeline);

        Assert.Equal(0, code);
        Assert.Equal(["select"], report.Reproduction!.Same.Keys);
        Assert.Contains(report.Reproduction.NotChecked, one => one.Reason.Contains("--source", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_its_models_the_source_is_not_looked_at()
    {
        var release = await run.ReleaseAsync();
        Directory.CreateDirectory(_folder["none"]);
        var environment = new Dictionary<string, string>
        {
            ["MMDATA_Models__Folders__0"] = _folder["none"],
            ["MMDATA_Models__Folders__1"] = _folder["none"],
        };
        var (_, report) = await VerifyAsync(release, environment, "--source", run.Input, "--pipeline", run.Pipeline);

        Assert.Equal(["select"], report.Reproduction!.Same.Keys);
        Assert.Contains(report.Reproduction.NotChecked, one => one.Reason.Contains("mini", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("measure")]
    [InlineData("select")]
    [InlineData("render")]
    public async Task An_event_that_the_source_does_not_give_is_a_finding(string phase)
    {
        var release = ReproducedRun.Copy(await run.ReleaseAsync(), _folder["release"]);
        var file = Directory.GetFiles(Path.Combine(release, "audit"), phase + "*.jsonl").Order(StringComparer.Ordinal).First();
        var events = await AuditFile.ReadAsync(file, Cancel).Select(line => line.Event).ToListAsync(Cancel);
        events[0] = phase switch
        {
            "measure" => events[0] with { Digests = events[0].Digests.ToDictionary(d => d.Key, _ => TinyRelease.Hash("other")) },
            "select" => events[0] with { Verdict = new Verdict(Outcome.Dropped, "select", "alignment.other") },
            _ => events[0] with { Redactions = [new Redaction("face", "pixels", [0, 0, 1, 1])] },
        };
        await using (var stream = File.Create(file))
            await AuditFile.WriteAsync(stream, events, Cancel);

        var (code, report) = await VerifyAsync(release, "--source", run.Input, "--pipeline", run.Pipeline);

        Assert.Equal(1, code);
        var finding = Assert.Single(report.Findings, finding => finding.Code == phase + "-not-reproduced");
        Assert.Equal(events[0].SampleId, finding.Where);
    }

    private Task<(int Code, VerifyReport Report)> VerifyAsync(string release, params string[] more) =>
        VerifyAsync(release, new Dictionary<string, string>(), more);

    private async Task<(int Code, VerifyReport Report)> VerifyAsync(
        string release, Dictionary<string, string> environment, params string[] more)
    {
        var verify = await Mmdata.RunAsync(
            run.State, environment, Cancel, ["verify", release, "--reproduce", "100", "--offline", "--json", .. more]);
        Assert.True(verify.Output.StartsWith('{'), verify.Output + verify.Errors);
        return (verify.ExitCode, JsonSerializer.Deserialize<VerifyReport>(verify.Output, PipelineJson.Options)!);
    }
}
