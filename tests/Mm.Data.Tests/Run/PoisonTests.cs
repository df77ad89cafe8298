using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Mm.Data.Audit;
using Mm.Data.Publish;
using Mm.Data.Tests.Kit;
using Mm.Data.Tests.Kit.Poison;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>
/// One sample in a hundred aborts, crashes, loops, allocates or forks in the real decoder. MMDATA_POISON=N takes N samples for the long
/// form, and measures what the poison costs.
/// </summary>
public sealed class PoisonTests : IDisposable
{
    private const int Each = 100;
    private static readonly int Samples =
        int.Parse(Environment.GetEnvironmentVariable("MMDATA_POISON") ?? "500", CultureInfo.InvariantCulture);

    private static readonly int Side = Samples > 500 ? 768 : 40; // of a size that web pictures have, where the cost is measured
    private static readonly PoisonKind[] Kinds = Enum.GetValues<PoisonKind>();
    private static readonly bool IsLong = Samples > 500;

    // What the poison costs is measured against a run that does what runs are for, under the limits that everybody has.
    private static readonly string[] Models = IsLong ? PlainRun.WithModels : [];
    private static readonly string[] Limits = IsLong ? [] : ["--config", "Decode:CpuSecondsMax=2"];
    private readonly PlainRun _well = new(Samples, Side, Models);
    private readonly PlainRun _ill = new(Samples, Side, Models);
    private readonly PoisonDecoder _decoder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _well.Dispose();
        _ill.Dispose();
        _decoder.Dispose();
    }

    [Promise(PromiseAttribute.Media, "One poison sample in a hundred: the run ends, exactly those are in quarantine, all else is the same.")]
    [Fact]
    public async Task The_run_ends_exactly_the_poison_is_in_quarantine_and_the_rest_is_rendered_to_the_same_bytes()
    {
        var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < Samples / Each; i++)
        {
            var asset = PoisonDecoder.Poisoned(PlainRun.Picture(1_000_000 + i, Side), Kinds[i % Kinds.Length]);
            _ill.Add($"poison-{i:D4}", asset);
            expected[Convert.ToHexStringLower(SHA256.HashData(asset))] = ReasonOf(Kinds[i % Kinds.Length]);
        }

        var (well, ill) = (await CostAsync(_well), await CostAsync(_ill));

        Assert.Equal(expected, await HeldAsync());
        Assert.Equal(await OutputsAsync(_well), await OutputsAsync(_ill));
        Figures.Record(typeof(PoisonTests), string.Create(
            CultureInfo.InvariantCulture,
            $"{Samples} pictures of {Side} x {Side}, {(IsLong ? "models and limits of web-pairs.yaml" : "no models, 2 s of a core")}: "
            + $"{well.Seconds:0.0} s ({well.CpuSeconds:0} s of a core) without poison, {ill.Seconds:0.0} s ({ill.CpuSeconds:0}) with "
            + $"{Samples / Each} poison samples of {Kinds.Length} kinds ({(ill.Seconds / well.Seconds) - 1:0 %} slower, "
            + $"{(ill.CpuSeconds / well.CpuSeconds) - 1:0 %} more of a core){(IsLong ? $" (`MMDATA_POISON={Samples}`)" : "")}"));
    }

    private static string ReasonOf(PoisonKind kind) => kind switch
    {
        PoisonKind.Loop => "decode.timeout",
        PoisonKind.Allocate => "decode.out-of-memory",
        _ => "decode.crashed",
    };

    private async Task<(double Seconds, double CpuSeconds)> CostAsync(PlainRun run)
    {
        var (began, cpu) = (Stopwatch.GetTimestamp(), ChildrenCpu.Now());
        await run.DoneAsync(
        [
            "--config", $"Decode:DecoderPath={_decoder.Path}", .. Limits, "--set", "shards.samples=256", "--set", "publish.partRows=256",
        ]);
        return (Stopwatch.GetElapsedTime(began).TotalSeconds, (ChildrenCpu.Now() - cpu).TotalSeconds);
    }

    /// <summary>Reasons by the assets' digests.</summary>
    private async Task<SortedDictionary<string, string>> HeldAsync()
    {
        var listed = await Mmdata.RunAsync(_ill.State, Cancel, "quarantine", "list", "--json");
        return new SortedDictionary<string, string>(
            JsonNode.Parse(listed.Output)!.AsArray()
                .ToDictionary(node => node!["assetSha256"]!.GetValue<string>(), node => node!["reason"]!.GetValue<string>()),
            StringComparer.Ordinal);
    }

    /// <summary>
    /// Ids with the digests of what was rendered; without models of the whole rows. With them a row also holds how its pair does among
    /// those of its shard, and poison moves the bounds of shards.
    /// </summary>
    private static async Task<List<string>> OutputsAsync(PlainRun run)
    {
        using var release = await ReleaseReader.OpenAsync(run.Release, Cancel);
        var rows = await release.RowsAsync(null, Cancel)
            .Select(row => $"{row.Sample.Id} {(IsLong ? row.Sample.OutputSha256 + row.Sample.Text : AuditDigests.Of(row.Sample))}")
            .ToListAsync(Cancel);
        Assert.Equal(Samples, rows.Count);
        return [.. rows.Order(StringComparer.Ordinal)];
    }
}
