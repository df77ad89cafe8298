using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Tests.Kit;
using Mm.Data.Write;
using Xunit;

namespace Mm.Data.Tests.Audit;

public sealed class VerifierTests : IDisposable
{
    private readonly TinyRelease _tiny = new();
    private readonly VerifyOptions _signed = new() { Keys = [TestKeys.Mine.Public] };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task An_untouched_release_holds_and_says_what_was_looked_at()
    {
        await _tiny.PublishAsync();
        var report = await Verifier.VerifyAsync(_tiny.Output, _signed, Cancel);

        Assert.True(report.Holds);
        var seen = report.Checked;
        Assert.Equal((9, 4, 8, 20), (seen["files"], seen["rows"], seen["feature rows"], seen["events"]));
        Assert.NotEmpty(report.NotChecked);
    }

    [Fact]
    public async Task A_changed_byte_in_any_file_is_found()
    {
        await _tiny.PublishAsync();
        foreach (var path in ReleasePaths.Files(_tiny.Output))
        {
            var bytes = await File.ReadAllBytesAsync(_tiny[path], Cancel);
            foreach (var at in (int[])[0, bytes.Length / 2, bytes.Length - 1])
            {
                var changed = (byte[])bytes.Clone();
                changed[at] ^= 1;
                await File.WriteAllBytesAsync(_tiny[path], changed, Cancel);
                Assert.Contains(await WheresAsync(), where => where == path);
            }

            await File.WriteAllBytesAsync(_tiny[path], bytes, Cancel);
        }

        Assert.Empty(await CodesAsync());
    }

    [Fact]
    public async Task A_missing_file_is_found()
    {
        await _tiny.PublishAsync();
        File.Delete(_tiny["eval/part-00000.parquet"]);

        Assert.Contains("file-missing", await CodesAsync());
    }

    [Fact]
    public async Task An_extra_file_is_found()
    {
        await _tiny.PublishAsync();
        await File.WriteAllTextAsync(_tiny["train/part-00001.parquet"], "", Cancel);

        Assert.Equal(["file-extra"], await CodesAsync());
    }

    [Fact]
    public async Task Swapped_part_files_are_found()
    {
        await _tiny.PublishAsync();
        Durable.Exchange(_tiny["train/part-00000.parquet"], _tiny["eval/part-00000.parquet"]);

        Assert.Contains("file-digest", await CodesAsync());
    }

    [Fact]
    public async Task Swapped_part_files_with_a_manifest_made_to_match_are_found()
    {
        await _tiny.PublishAsync();
        var train = _tiny.TrainRows.ToList();
        _tiny.TrainRows.Clear();
        _tiny.TrainRows.AddRange(_tiny.EvalRows);
        _tiny.EvalRows.Clear();
        _tiny.EvalRows.AddRange(train);
        await _tiny.ResealAsync(manifest => WithRows(manifest, train: 1, eval: 3));

        Assert.Equal(["row-in-wrong-split"], await OthersAsync());
    }

    [Fact]
    public async Task A_removed_row_is_found()
    {
        await _tiny.PublishAsync();
        _tiny.TrainRows.RemoveAt(0);
        await _tiny.ResealAsync();

        Assert.Equal(["event-without-row", "rows-differ"], await OthersAsync());
    }

    [Fact]
    public async Task A_duplicated_row_is_found()
    {
        await _tiny.PublishAsync();
        _tiny.TrainRows.Add(_tiny.TrainRows[0]);
        await _tiny.ResealAsync();

        Assert.Equal(["row-duplicate", "row-moved", "rows-differ"], await OthersAsync());
    }

    [Fact]
    public async Task A_row_of_a_dropped_sample_is_found()
    {
        await _tiny.PublishAsync();
        _tiny.TrainRows.Add(SampleRows.Image(TinyRelease.Ids[5], 20));
        await _tiny.ResealAsync(manifest => WithRows(manifest, train: 4, eval: 1));

        Assert.Equal(["row-without-event"], await OthersAsync());
    }

    [Fact]
    public async Task Another_picture_in_a_row_is_found()
    {
        await _tiny.PublishAsync();
        _tiny.TrainRows[0] = _tiny.TrainRows[0] with { Asset = SampleRows.Image("other", 300).Asset };
        await _tiny.ResealAsync();

        Assert.Equal(["row-differs-from-event", "row-digest"], await OthersAsync());
    }

    [Fact]
    public async Task Another_picture_with_its_own_digest_is_found()
    {
        var other = SampleRows.Image("other", 300);
        await EditedRowAsync(row => row with { Asset = other.Asset, OutputSha256 = other.OutputSha256 }, "row-differs-from-event");
    }

    [Fact]
    public Task Another_text_is_found() => EditedRowAsync(row => row with { Text = "call Jane" }, "row-differs-from-event");

    [Fact]
    public Task Another_source_digest_is_found() =>
        EditedRowAsync(row => row with { SourceSha256 = "00" }, "row-differs-from-event", "row-source-differs-from-event");

    [Fact]
    public Task Other_redactions_are_found() =>
        EditedRowAsync(row => row with { Redactions = new Dictionary<string, int>() }, "row-differs-from-event", "row-redactions-differ-from-event");

    [Fact]
    public async Task A_removed_event_is_found()
    {
        await _tiny.PublishAsync();
        _tiny.Events.RemoveAll(auditEvent => auditEvent.SampleId == TinyRelease.Ids[5] && auditEvent.Phase is Phase.Select);
        await _tiny.ResealAsync();

        Assert.Equal(["counts-differ", "event-missing", "leaf-missing"], await OthersAsync());
    }

    [Fact]
    public async Task Events_in_another_order_are_found()
    {
        await _tiny.PublishAsync();
        _tiny.Events = [.. _tiny.Events.AsEnumerable().Reverse()];
        await _tiny.ResealAsync();

        Assert.Equal(["leaf-moved", "row-moved"], await OthersAsync());
    }

    [Fact]
    public async Task Another_verdict_of_a_feature_row_is_found()
    {
        await _tiny.PublishAsync();
        _tiny.Features[0] = _tiny.Features[0] with { Verdict = new Verdict(Outcome.Kept, "measure", "other") };
        await _tiny.ResealAsync();

        Assert.Equal(["features-differ-from-event"], await OthersAsync());
    }

    [Fact]
    public async Task Edited_counts_are_found()
    {
        await _tiny.PublishAsync();
        await _tiny.ResealAsync(manifest => manifest with
        {
            Counts = manifest.Counts with { Select = manifest.Counts.Select with { Dropped = 1, Failed = 1 } },
        });

        Assert.Equal(["counts-differ"], await OthersAsync());
    }

    [Fact]
    public async Task Counts_that_do_not_add_up_are_found()
    {
        await _tiny.PublishAsync();
        await _tiny.ResealAsync(manifest => manifest with
        {
            Counts = manifest.Counts with { Measure = manifest.Counts.Measure with { Entered = 9 } },
        });

        Assert.Equal(["counts-differ", "not-conserved"], await OthersAsync());
    }

    [Fact]
    public async Task Edited_reasons_redactions_gates_and_row_counts_are_found()
    {
        await _tiny.PublishAsync();
        await _tiny.ResealAsync(manifest => manifest with
        {
            Redactions = new Dictionary<string, long> { ["face"] = 3 },
            Gates = [new Gate("kept-min", 5, 1)],
            Features = [.. manifest.Features.Select(file => file with { Rows = 7 })],
        });

        Assert.Equal(["gate-differs", "redactions-differ", "rows-differ"], await OthersAsync());
    }

    [Fact]
    public async Task A_manifest_that_is_no_json_is_a_finding()
    {
        await _tiny.PublishAsync();
        await File.WriteAllTextAsync(_tiny[ReleaseManifest.FileName], "{", Cancel);

        Assert.Equal(["manifest-invalid"], await CodesAsync());
    }

    [Fact]
    public async Task A_folder_without_a_manifest_is_a_configuration_error() =>
        await Assert.ThrowsAsync<ConfigurationException>(() => Verifier.VerifyAsync(_tiny.Output, _signed, Cancel));

    [Fact]
    public async Task A_line_that_is_no_event_is_named_and_the_rest_is_checked_all_the_same()
    {
        await _tiny.PublishAsync();
        await File.AppendAllTextAsync(_tiny["audit/select.jsonl"], "{}\n", Cancel);
        _tiny.TrainRows[0] = _tiny.TrainRows[0] with { Text = "call Jane" };
        await _tiny.StageAsync();
        File.Copy(Path.Combine(_tiny.Staging, "train/part-00000.parquet"), _tiny["train/part-00000.parquet"], overwrite: true);
        var wheres = (await FindingsAsync()).ToLookup(finding => finding.Code, finding => finding.Where);

        Assert.Equal("audit/select.jsonl:8", Assert.Single(wheres["leaf-invalid"]));
        Assert.Equal("audit/select.jsonl:8", Assert.Single(wheres["leaf-differs"]));
        Assert.Equal(TinyRelease.Ids[0], Assert.Single(wheres["row-differs-from-event"]));
    }

    private static ReleaseManifest WithRows(ReleaseManifest manifest, int train, int eval) => manifest with
    {
        Shards = [.. manifest.Shards.Select(shard => shard with { Rows = shard.Split == "eval" ? eval : train })],
    };

    private async Task EditedRowAsync(Func<SampleRow, SampleRow> edit, params string[] codes)
    {
        await _tiny.PublishAsync();
        _tiny.TrainRows[0] = edit(_tiny.TrainRows[0]);
        await _tiny.ResealAsync();

        Assert.Equal(codes, await OthersAsync());
    }

    /// <summary>What is found beside the manifest, which is never the one that was signed.</summary>
    private async Task<string[]> OthersAsync()
    {
        var codes = await CodesAsync();
        Assert.Contains("manifest-differs", codes);
        return [.. codes.Except(["manifest-differs"])];
    }

    private async Task<string[]> CodesAsync() =>
        [.. (await FindingsAsync()).Select(finding => finding.Code).Distinct().Order(StringComparer.Ordinal)];

    private async Task<string[]> WheresAsync() => [.. (await FindingsAsync()).Select(finding => finding.Where)];

    private async Task<IReadOnlyList<Finding>> FindingsAsync() => (await Verifier.VerifyAsync(_tiny.Output, _signed, Cancel)).Findings;
}
