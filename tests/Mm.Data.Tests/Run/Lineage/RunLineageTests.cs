using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Mm.Data.Publish;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run.Lineage;

/// <summary>What runs of the real program tell as OpenLineage events, to the state folder and to an endpoint.</summary>
public sealed class RunLineageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_is_told_from_start_to_end_with_the_numbers_of_its_manifest_and_nothing_personal()
    {
        var sent = new ConcurrentQueue<string>();
        await using var server = await FileServer.StartAsync();
        server.Instead = context => Take(context, sent);
        using var run = new PlainRun(pictures: 3);
        run.Add("anna-lindqvist", PlainRun.Picture(9));

        await EndsAsync(run, server.Address + "api/v1/lineage", 0);
        var events = Events(run);
        var manifest = (await ReleaseReader.OpenAsync(run.Release, Cancel)).Manifest;
        var end = events[1];

        Assert.Equal(["START", "COMPLETE"], Types(events));
        Assert.All(events, LineageCheck.IsRunEvent);
        Assert.Equal(Lines(run), sent);
        Assert.Single(events.Select(told => told["run"]!["runId"]!.GetValue<string>()).Distinct());
        Assert.Equal("plain", end["job"]!["name"]!.GetValue<string>());
        var statistics = end["outputs"]![0]!["outputFacets"]!["outputStatistics"]!;
        Assert.Equal(4, statistics["rowCount"]!.GetValue<long>());
        Assert.Equal(manifest.Shards.Sum(shard => shard.Bytes), statistics["size"]!.GetValue<long>());
        Assert.Equal(manifest.Digest, end["outputs"]![0]!["facets"]!["version"]!["datasetVersion"]!.GetValue<string>());
        Assert.Equal(manifest.Schema.Count, end["outputs"]![0]!["facets"]!["schema"]!["fields"]!.AsArray().Count);
        Assert.Equal(
            manifest.Counts.Measure.Entered, end["inputs"]![0]!["inputFacets"]!["dataQualityMetrics"]!["rowCount"]!.GetValue<long>());
        Assert.All(Assertions(end), assertion => Assert.True(assertion!["success"]!.GetValue<bool>()));
        Assert.All(Lines(run), line => Assert.DoesNotContain("lindqvist", line, StringComparison.Ordinal));
        Assert.All(Lines(run), line => Assert.DoesNotContain(run.Input, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_release_is_a_failed_run_with_the_gate_that_failed()
    {
        using var run = new PlainRun(pictures: 2);
        Assert.Equal(1, (await run.RunAsync("--set", "publish.keptMin=5")).ExitCode);
        var events = Events(run);

        Assert.Equal(["START", "FAIL"], Types(events));
        Assert.All(events, LineageCheck.IsRunEvent);
        Assert.NotNull(events[1]["run"]!["facets"]!["errorMessage"]);
        Assert.Contains(Assertions(events[1]), assertion => !assertion!["success"]!.GetValue<bool>());
        Assert.Null(events[1]["outputs"]![0]!["outputFacets"]);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(0)]
    public async Task An_endpoint_that_fails_or_is_not_there_fails_no_run(int status)
    {
        await using var server = await FileServer.StartAsync();
        server.Instead = context =>
        {
            context.Response.StatusCode = status;
            return true;
        };
        using var run = new PlainRun(pictures: 1);

        await EndsAsync(run, status == 0 ? "http://127.0.0.1:9/none" : server.Address.ToString(), 0);
        Assert.Equal(["START", "COMPLETE"], Types(Events(run)));
    }

    [Fact]
    public async Task An_attempt_that_never_told_its_end_is_told_as_aborted_by_the_next()
    {
        using var run = new PlainRun(pictures: 1);
        await run.DoneAsync();
        var file = Assert.Single(Directory.GetFiles(Path.Combine(run.State, "lineage")));
        var start = (await File.ReadAllLinesAsync(file, Cancel))[0];
        await File.WriteAllTextAsync(file, start + "\n", Cancel); // as a process leaves it that is killed
        Directory.Delete(run.Release, recursive: true);

        await run.DoneAsync();
        var events = Events(run);
        string[] ids = [.. events.Select(told => told["run"]!["runId"]!.GetValue<string>())];

        Assert.Equal(["START", "ABORT", "START", "COMPLETE"], Types(events));
        Assert.All(events, LineageCheck.IsRunEvent);
        Assert.Equal((ids[0], ids[2]), (ids[1], ids[3]));
        Assert.NotEqual(ids[0], ids[2]);
    }

    private static async Task EndsAsync(PlainRun run, string url, int code)
    {
        var ended = await Mmdata.RunAsync(
            run.State, new Dictionary<string, string> { ["MMDATA_Lineage__Url"] = url }, Cancel, run.Command());
        Assert.True(ended.ExitCode == code, ended.Output + ended.Errors);
    }

    private static bool Take(HttpContext context, ConcurrentQueue<string> sent)
    {
        var feature = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpBodyControlFeature>();
        feature!.AllowSynchronousIO = true;
        using var reader = new StreamReader(context.Request.Body);
        sent.Enqueue(reader.ReadToEnd());
        context.Response.StatusCode = StatusCodes.Status201Created;
        return true;
    }

    private static string[] Lines(PlainRun run) =>
        File.ReadAllLines(Assert.Single(Directory.GetFiles(Path.Combine(run.State, "lineage"))));

    private static JsonNode[] Events(PlainRun run) => [.. Lines(run).Select(line => JsonNode.Parse(line)!)];

    private static string[] Types(JsonNode[] events) => [.. events.Select(told => told["eventType"]!.GetValue<string>())];

    private static JsonArray Assertions(JsonNode told) =>
        told["inputs"]![0]!["inputFacets"]!["dataQualityAssertions"]!["assertions"]!.AsArray();
}
