using System.Text.Json.Nodes;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run.Cache;

/// <summary>Runs over an input that was measured before: the same bytes, and nothing done twice.</summary>
public sealed class SecondRunTests(SubsetRun subset) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Promise(PromiseAttribute.Bytes, "A second run measures nothing and gives the same bytes.")]
    [Fact]
    public async Task Nothing_is_decoded_or_scored_again_and_the_release_has_the_same_bytes()
    {
        var once = await subset.FilesAsync();
        var cold = await ReportAsync("cold");
        var warm = await ReportAsync("warm");

        Assert.Equal(once, await Trees.ListAsync(_folder["cold"], Cancel));
        Assert.Equal(once, await Trees.ListAsync(_folder["warm"], Cancel));
        Assert.NotEmpty(cold["models"]!.AsArray());
        AssertOnlyCanariesWereLookedAt(warm);
        Assert.Equal(warm["samples"]!.GetValue<long>(), warm["cache"]!["samplesWhole"]!.GetValue<long>());
        Assert.All(warm["cache"]!["stages"]!.AsArray(), stage => Assert.Equal(0, stage!["misses"]!.GetValue<long>()));
        Assert.Equal(0, warm["cache"]!["results"]!["misses"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_stricter_threshold_is_decided_on_what_was_measured()
    {
        await subset.FilesAsync();
        await ReportAsync("cold");
        var stricter = await ReportAsync("stricter", "--set", "select.rules[2].min=0.2");

        AssertOnlyCanariesWereLookedAt(stricter);
        Assert.Equal(stricter["samples"]!.GetValue<long>(), stricter["cache"]!["samplesWhole"]!.GetValue<long>());
    }

    [Fact]
    public async Task One_changed_stage_is_the_only_one_that_measures()
    {
        await subset.FilesAsync();
        await ReportAsync("cold");
        var changed = await ReportAsync("changed", "--set", "measure.faces.threshold=0.5");

        Assert.DoesNotContain(changed["models"]!.AsArray(), graph => graph!["model"]!.GetValue<string>() == "mini");
        var misses = changed["cache"]!["stages"]!.AsArray()
            .Where(stage => stage!["misses"]!.GetValue<long>() > 0).Select(stage => stage!["stage"]!.GetValue<string>());
        Assert.Equal(["decode", "faces"], misses);
    }

    [Promise(PromiseAttribute.Bytes, "Damage in the cache costs time and changes no byte.")]
    [Fact]
    public async Task Damage_in_the_cache_costs_time_and_changes_no_byte()
    {
        var once = await subset.FilesAsync();
        await ReportAsync("cold");
        var segment = Assert.Single(Directory.GetFiles(_folder["state/cache"], "*.cache"));
        var bytes = await File.ReadAllBytesAsync(segment, Cancel);
        for (var i = 500; i < bytes.Length; i += 5000)
            bytes[i] ^= 0x55;
        await File.WriteAllBytesAsync(segment, bytes, Cancel);

        var again = await ReportAsync("again");

        Assert.Equal(once, await Trees.ListAsync(_folder["again"], Cancel));
        Assert.NotEqual(again["samples"]!.GetValue<long>(), again["cache"]!["samplesWhole"]!.GetValue<long>());
    }

    [Fact]
    public async Task Without_a_cache_the_bytes_are_the_same_and_nothing_is_written_down()
    {
        var once = await subset.FilesAsync();
        var report = await ReportAsync("without", "--config", "Models:Cache:SizeMib=0");

        Assert.Equal(once, await Trees.ListAsync(_folder["without"], Cancel));
        Assert.Empty(report["cache"]!["stages"]!.AsArray());
        Assert.False(Directory.Exists(_folder["state/cache"]));
    }

    /// <summary>Canaries are looked at on every run, or they would prove nothing: by each detector once a check, in a few lines.</summary>
    private static void AssertOnlyCanariesWereLookedAt(JsonNode report)
    {
        const int RowsACheck = 4;
        var checks = report["canaries"]!.AsArray().Sum(canary => canary!["checks"]!.GetValue<long>());
        Assert.All(report["models"]!.AsArray(), graph => Assert.InRange(graph!["rows"]!.GetValue<long>(), 1, RowsACheck * checks));
        Assert.DoesNotContain(report["models"]!.AsArray(), graph => graph!["model"]!.GetValue<string>() == "mini");
    }

    private async Task<JsonNode> ReportAsync(string release, params string[] more)
    {
        var run = await SubsetRun.DoneAsync(
            _folder["state"], [.. SubsetRun.Command(subset.Input, _folder[release], "--workers", "2", "--json"), .. more]);
        return JsonNode.Parse(run.Output)!["report"]!;
    }
}
