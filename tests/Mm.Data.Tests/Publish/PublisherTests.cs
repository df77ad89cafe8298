using System.Text;
using System.Text.Json.Nodes;
using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Tests.Kit;
using Mm.Data.Write;
using Xunit;

namespace Mm.Data.Tests.Publish;

public sealed class PublisherTests : IDisposable
{
    private readonly TinyRelease _tiny = new();
    private readonly VerifyOptions _signed = new() { Keys = [TestKeys.Mine.Public] };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task A_release_states_its_funnel_rows_and_redactions()
    {
        var result = await _tiny.PublishAsync();
        var manifest = result.Manifest;

        Assert.Equal(PublishStatus.Published, result.Status);
        Assert.Equal((8, 7, 1), (manifest.Counts.Measure.Entered, manifest.Counts.Measure.Kept, manifest.Counts.Measure.Failed));
        Assert.Equal((7, 5, 2), (manifest.Counts.Select.Entered, manifest.Counts.Select.Kept, manifest.Counts.Select.Dropped));
        Assert.Equal((5, 4, 1), (manifest.Counts.Render.Entered, manifest.Counts.Render.Kept, manifest.Counts.Render.Quarantined));
        Assert.Equal(1, manifest.Counts.Select.Reasons["dropped"]["duplicate.exact"]);
        Assert.Equal([("eval", 1L), ("train", 3L)], manifest.Shards.Select(shard => (shard.Split, shard.Rows)));
        Assert.Equal(2, manifest.Redactions["face"]);
        Assert.Equal(20, manifest.Ledger.Events);
    }

    [Fact]
    public async Task What_is_published_is_read_back_and_holds()
    {
        var result = await _tiny.PublishAsync();
        var release = await ReleaseReader.OpenAsync(_tiny.Output, Cancel);
        var rows = await release.RowsAsync("train", Cancel).ToListAsync(Cancel);

        Assert.Equal(result.Manifest.ToBytes(), release.Manifest.ToBytes());
        Assert.Equal(result.Manifest.Digest, release.Manifest.Digest);
        Assert.Equal(TinyRelease.Ids[..3], rows.Select(row => row.Sample.Id));
        Assert.Equal([0, 1, 2], rows.Select(row => row.Index));
        Assert.Empty((await Verifier.VerifyAsync(_tiny.Output, _signed, Cancel)).Findings);
    }

    [Fact]
    public async Task The_same_run_gives_the_same_bytes()
    {
        using var other = new TinyRelease();
        await _tiny.PublishAsync();
        await other.PublishAsync();

        Assert.Equal(ReleasePaths.Files(_tiny.Output), ReleasePaths.Files(other.Output));
        Assert.All(ReleasePaths.Files(_tiny.Output), path => Assert.Equal(File.ReadAllBytes(_tiny[path]), File.ReadAllBytes(other[path])));
    }

    [Fact]
    public async Task The_same_run_again_leaves_the_release_alone()
    {
        await _tiny.PublishAsync();
        var before = File.GetLastWriteTimeUtc(_tiny[ReleaseManifest.FileName]);
        var again = await _tiny.PublishAsync();

        Assert.Equal(PublishStatus.AlreadyPublished, again.Status);
        Assert.Equal(before, File.GetLastWriteTimeUtc(_tiny[ReleaseManifest.FileName]));
    }

    [Fact]
    public async Task An_empty_output_folder_is_taken()
    {
        Directory.CreateDirectory(_tiny.Output);

        Assert.Equal(PublishStatus.Published, (await _tiny.PublishAsync()).Status);
        Assert.True(File.Exists(_tiny[ReleaseManifest.FileName]));
    }

    [Fact]
    public async Task Another_release_in_the_output_is_a_configuration_error()
    {
        await _tiny.PublishAsync("run-1");
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => _tiny.PublishAsync("run-2"));

        Assert.Contains("run-1", error.Message, StringComparison.Ordinal);
        Assert.Equal("run-1", (await ReleaseReader.OpenAsync(_tiny.Output, Cancel)).Manifest.RunKey);
    }

    [Fact]
    public async Task Another_release_is_replaced_when_asked()
    {
        await _tiny.PublishAsync("run-1");
        await _tiny.PublishAsync("run-2", replace: true);

        Assert.Equal("run-2", (await ReleaseReader.OpenAsync(_tiny.Output, Cancel)).Manifest.RunKey);
        Assert.Empty((await Verifier.VerifyAsync(_tiny.Output, _signed, Cancel)).Findings);
        Assert.False(Directory.Exists(_tiny.Staging));
        Assert.False(Directory.Exists(_tiny.Staging + Durable.TemporarySuffix));
    }

    [Fact]
    public async Task The_same_run_takes_the_place_of_its_own_damaged_release_when_asked()
    {
        await _tiny.PublishAsync();
        await File.WriteAllTextAsync(_tiny[ReleasePaths.Card], "damage", Cancel);

        Assert.Equal(PublishStatus.Published, (await _tiny.PublishAsync(replace: true)).Status);
        Assert.Empty((await Verifier.VerifyAsync(_tiny.Output, _signed, Cancel)).Findings);
    }

    [Promise(PromiseAttribute.Commit, "Files that are no release are never replaced.")]
    [Fact]
    public async Task Files_that_are_no_release_are_never_replaced()
    {
        Directory.CreateDirectory(_tiny.Output);
        await File.WriteAllTextAsync(_tiny["thesis.txt"], "mine", Cancel);

        await Assert.ThrowsAsync<ConfigurationException>(() => _tiny.PublishAsync("run-1", replace: true));
        Assert.Equal("mine", await File.ReadAllTextAsync(_tiny["thesis.txt"], Cancel));
    }

    [Promise(PromiseAttribute.Commit, "A release that misses a gate does not appear.")]
    [Fact]
    public async Task A_failed_gate_publishes_nothing()
    {
        _tiny.KeptMin = 5;
        var result = await _tiny.PublishAsync();

        Assert.Equal(PublishStatus.Refused, result.Status);
        Assert.Equal([new Gate("kept-min", 4, 5)], result.Manifest.Gates);
        Assert.False(Directory.Exists(_tiny.Output));
    }

    [Fact]
    public Task A_sample_that_was_lost_without_a_trace_publishes_nothing()
    {
        _tiny.Entered = 9;
        return RefusedAsync("not-conserved");
    }

    [Theory]
    [InlineData(Phase.Measure, "event-missing")]
    [InlineData(Phase.Select, "event-missing")]
    [InlineData(Phase.Render, "event-missing")]
    public Task A_lost_event_publishes_nothing(Phase phase, string code)
    {
        _tiny.Events.RemoveAll(auditEvent => auditEvent.SampleId == TinyRelease.Ids[1] && auditEvent.Phase == phase);
        return RefusedAsync(code);
    }

    [Fact]
    public Task Two_events_of_one_sample_and_phase_publish_nothing()
    {
        _tiny.Events.Add(_tiny.Events[0]);
        return RefusedAsync("event-duplicate");
    }

    [Fact]
    public Task A_lost_row_publishes_nothing()
    {
        _tiny.TrainRows.RemoveAt(1);
        return RefusedAsync("event-without-row");
    }

    [Fact]
    public Task A_row_of_a_dropped_sample_publishes_nothing()
    {
        _tiny.TrainRows.Add(SampleRows.Image(TinyRelease.Ids[5], 10));
        return RefusedAsync("row-without-event");
    }

    [Fact]
    public Task A_row_in_the_other_split_publishes_nothing()
    {
        _tiny.TrainRows.Add(_tiny.EvalRows[0]);
        _tiny.EvalRows.Clear();
        return RefusedAsync("row-in-wrong-split");
    }

    [Fact]
    public Task A_lost_feature_row_publishes_nothing()
    {
        _tiny.Features.RemoveAt(7);
        return RefusedAsync("event-without-features");
    }

    [Promise(PromiseAttribute.Commit, "What a publication that died left behind does not count.")]
    [Fact]
    public async Task What_a_publication_that_died_left_in_staging_does_not_count()
    {
        await _tiny.StageAsync();
        await File.WriteAllTextAsync(Path.Combine(_tiny.Staging, "train/part-00000.parquet.tmp"), "half", Cancel);
        await File.WriteAllTextAsync(Path.Combine(_tiny.Staging, ReleasePaths.Card), "old", Cancel);

        Assert.Equal(PublishStatus.Published, (await Publisher.PublishAsync(_tiny.Draft(), Cancel)).Status);
        Assert.Empty((await Verifier.VerifyAsync(_tiny.Output, _signed, Cancel)).Findings);
    }

    [Fact]
    public async Task The_manifest_has_no_path_outside_the_release()
    {
        await _tiny.PublishAsync();
        var text = await File.ReadAllTextAsync(_tiny[ReleaseManifest.FileName], Cancel);

        Assert.DoesNotContain(Path.GetTempPath(), text, StringComparison.Ordinal);
        Assert.DoesNotContain(Environment.MachineName, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_card_has_the_front_matter_the_funnel_and_the_models()
    {
        await _tiny.PublishAsync();
        var card = await File.ReadAllTextAsync(_tiny[ReleasePaths.Card], Cancel);

        const string front = "---\npretty_name: \"tiny\"\nlicense: cc0-1.0\nconfigs:\n- config_name: default\n";
        Assert.StartsWith(front, card, StringComparison.Ordinal);
        Assert.Contains("  - split: eval\n    path: eval/*.parquet\n---\n", card, StringComparison.Ordinal);
        Assert.Contains("| select | 7 | 5 | 2 | 0 | 0 |", card, StringComparison.Ordinal);
        Assert.Contains("| select | dropped | `duplicate.exact` | 1 |", card, StringComparison.Ordinal);
        Assert.Contains("| mini | fp32 | CC-BY-NC-4.0 |", card, StringComparison.Ordinal);
        Assert.Contains("| `face` | 2 |", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_croissant_file_names_each_part_with_its_digest_and_each_column_with_its_source()
    {
        var manifest = (await _tiny.PublishAsync()).Manifest;
        var croissant = JsonNode.Parse(await File.ReadAllBytesAsync(_tiny[ReleasePaths.Croissant], Cancel))!;
        var items = croissant["distribution"]!.AsArray().Select(item => item!).ToLookup(item => item["@type"]!.GetValue<string>());
        var sets = items["cr:FileSet"].Select(item => item["@id"]!.GetValue<string>()).ToList();
        var fields = croissant["recordSet"]!.AsArray().SelectMany(set => set!["field"]!.AsArray()).Select(field => field!).ToList();

        Assert.Equal(
            ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"],
            croissant["conformsTo"]!.AsArray().Select(version => version!.GetValue<string>()));
        Assert.Equal(
            manifest.Shards.Select(shard => (shard.Path, shard.Sha256)),
            items["cr:FileObject"].Select(item => (item["contentUrl"]!.GetValue<string>(), item["sha256"]!.GetValue<string>())));
        Assert.Equal(2 * manifest.Schema.Count, fields.Count);
        Assert.Equal(fields.Count, fields.Select(field => field["@id"]!.GetValue<string>()).Distinct().Count());
        Assert.All(fields, field => Assert.Contains(field["source"]!["fileSet"]!["@id"]!.GetValue<string>(), sets));
        Assert.All(fields, field => Assert.Equal(
            field["name"]!.GetValue<string>(), field["source"]!["extract"]!["column"]!.GetValue<string>()));
    }

    [Fact]
    public void The_schema_names_every_key_of_the_manifest() => Assert.Equal(
        ["format", "digest", "toolVersion", "pipeline", "inputDigest", "runKey", "shards", "features", "audit", "documents", "models",
            "schema", "counts", "census", "redactions", "redactionKey", "obfuscations", "ledger", "gates"],
        ReleaseManifest.JsonSchema()["properties"]!.AsObject().Select(property => property.Key));

    [Theory]
    [InlineData("../secret")]
    [InlineData("/etc/passwd")]
    [InlineData("train/../../x")]
    [InlineData("")]
    public async Task A_manifest_that_names_a_file_outside_the_release_is_refused(string path)
    {
        var manifest = (await _tiny.PublishAsync()).Manifest;
        var changed = manifest with { Documents = [new ReleaseFile(path, 1, "00")] };

        Assert.Throws<FormatException>(() => ReleaseManifest.Parse(changed.ToBytes()));
    }

    [Fact]
    public async Task A_folder_without_a_manifest_is_no_release() =>
        await Assert.ThrowsAsync<ConfigurationException>(() => ReleaseReader.OpenAsync(_tiny.Output, Cancel));

    [Fact]
    public async Task A_manifest_with_an_unknown_key_is_refused()
    {
        await _tiny.PublishAsync();
        var text = await File.ReadAllTextAsync(_tiny[ReleaseManifest.FileName], Cancel);

        var changed = Encoding.UTF8.GetBytes(text.Replace("\"runKey\"", "\"runkee\"", StringComparison.Ordinal));
        Assert.Throws<FormatException>(() => ReleaseManifest.Parse(changed));
    }

    private async Task RefusedAsync(string code)
    {
        var result = await _tiny.PublishAsync();

        Assert.Equal(PublishStatus.Refused, result.Status);
        Assert.Contains(code, result.Findings.Select(finding => finding.Code));
        Assert.False(Directory.Exists(_tiny.Output));
    }
}
