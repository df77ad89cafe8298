using Mm.Data.Audit;
using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Audit;

/// <summary>What the signed ledger says of a release that everything else says is whole.</summary>
public sealed class LedgerCheckTests : IDisposable
{
    private readonly TinyRelease _tiny = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Kept => _tiny["../kept-checkpoint"];

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task Without_a_key_it_is_said_that_the_signer_was_not_checked()
    {
        await _tiny.PublishAsync();
        var report = await Verifier.VerifyAsync(_tiny.Output, new VerifyOptions(), Cancel);

        Assert.True(report.Holds);
        Assert.Contains(report.NotChecked, line => line.StartsWith("Who signed", StringComparison.Ordinal));
        Assert.DoesNotContain(
            (await VerifyAsync(TestKeys.Mine)).NotChecked, line => line.StartsWith("Who signed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_key_than_the_one_that_signed_is_found()
    {
        await _tiny.PublishAsync();

        Assert.Equal(["signature-missing"], Codes(await VerifyAsync(TestKeys.Other)));
        Assert.Empty(Codes(await Verifier.VerifyAsync(
            _tiny.Output, new VerifyOptions { Keys = [TestKeys.Other.Public, TestKeys.Mine.Public] }, Cancel)));
    }

    /// <summary>One who forges everything and signs with a key of his own: whole in itself, and found by the key alone.</summary>
    [Fact]
    public async Task A_release_made_anew_under_the_name_of_the_key_is_found()
    {
        await _tiny.PublishAsync();
        var forged = Checkpoint.Sign("mm.data/forged", 21, new byte[Merkle.HashBytes], TestKeys.Other);
        var named = System.Text.Encoding.UTF8.GetString(forged.Bytes)
            .Replace("other.example", TestKeys.Mine.Public.Name, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_tiny["audit/checkpoint"], named, Cancel);

        Assert.Contains("signature-missing", Codes(await VerifyAsync(TestKeys.Mine)));
    }

    [Fact]
    public async Task Another_root_under_the_old_signature_is_found()
    {
        await _tiny.PublishAsync();
        var text = await File.ReadAllTextAsync(_tiny["audit/checkpoint"], Cancel);
        await File.WriteAllTextAsync(_tiny["audit/checkpoint"], text.Replace("\n21\n", "\n22\n", StringComparison.Ordinal), Cancel);

        Assert.Contains("signature-wrong", Codes(await VerifyAsync(TestKeys.Mine)));
    }

    [Fact]
    public async Task A_ledger_that_grew_from_the_kept_checkpoint_holds()
    {
        await _tiny.PublishAsync("run-1");
        File.Copy(_tiny["audit/checkpoint"], Kept);
        await _tiny.PublishAsync("run-2", replace: true);
        await _tiny.PublishAsync("run-3", replace: true);

        Assert.Empty(Codes(await VerifyAsync(TestKeys.Mine, Kept)));
        Assert.Equal(42, (await ReleaseReader.OpenAsync(_tiny.Output, Cancel)).Manifest.Ledger.From);
    }

    [Fact]
    public async Task An_old_release_in_the_place_of_a_newer_one_is_found_by_the_kept_checkpoint()
    {
        await _tiny.PublishAsync("run-1");
        CopyTree(_tiny.Output, _tiny["../old"]);
        await _tiny.PublishAsync("run-2", replace: true);
        File.Copy(_tiny["audit/checkpoint"], Kept);
        Directory.Delete(_tiny.Output, recursive: true);
        Directory.Move(_tiny["../old"], _tiny.Output);

        Assert.Empty(Codes(await VerifyAsync(TestKeys.Mine)));
        Assert.Equal(["log-shrunk"], Codes(await VerifyAsync(TestKeys.Mine, Kept)));
    }

    [Fact]
    public async Task Two_ledgers_of_one_key_and_name_are_found()
    {
        await _tiny.PublishAsync("run-1");
        File.Copy(_tiny["audit/checkpoint"], Kept);
        var kept = Checkpoint.Parse(await File.ReadAllBytesAsync(Kept, Cancel));
        var other = Checkpoint.Sign(kept.Origin, kept.Size, KnownRoot(kept.Root), TestKeys.Mine);
        var smaller = Checkpoint.Sign(kept.Origin, 5, KnownRoot(kept.Root), TestKeys.Mine);

        Assert.Equal(["log-forked"], Codes(await VerifyAsync(TestKeys.Mine, other)));
        Assert.Equal(["log-forked"], Codes(await VerifyAsync(TestKeys.Mine, smaller)));
        Assert.Equal(["log-other"], Codes(await VerifyAsync(TestKeys.Mine, Checkpoint.Sign("other", 5, kept.Root, TestKeys.Mine))));
        Assert.Empty(Codes(await VerifyAsync(TestKeys.Mine, kept)));
    }

    [Fact]
    public async Task A_kept_checkpoint_that_none_of_the_keys_signed_is_a_configuration_error()
    {
        await _tiny.PublishAsync();
        var kept = Checkpoint.Parse(await File.ReadAllBytesAsync(_tiny["audit/checkpoint"], Cancel));
        var foreign = Checkpoint.Sign(kept.Origin, kept.Size, kept.Root, TestKeys.Other);

        await Assert.ThrowsAsync<ConfigurationException>(() => VerifyAsync(TestKeys.Mine, foreign));
    }

    [Fact]
    public async Task A_changed_history_is_found()
    {
        await _tiny.PublishAsync("run-1");
        await _tiny.PublishAsync("run-2", replace: true);
        var history = LogHistory.Parse(await File.ReadAllBytesAsync(_tiny["audit/history.json"], Cancel));
        var changed = history.Checkpoints[0] with { Root = new string('0', 64) };
        await File.WriteAllBytesAsync(_tiny["audit/history.json"], new LogHistory([changed]).ToBytes(), Cancel);

        Assert.Equal(["history-differs"], Codes(await VerifyAsync(TestKeys.Mine)));
        await File.WriteAllTextAsync(_tiny["audit/history.json"], "[", Cancel);
        Assert.Equal(["history-invalid"], Codes(await VerifyAsync(TestKeys.Mine)));
    }

    [Fact]
    public async Task Damaged_tiles_over_whole_leaves_are_named_and_no_leaf_is()
    {
        await _tiny.PublishAsync();
        var path = ReleasePaths.Files(_tiny.Output).Single(file => file.StartsWith("audit/tile/", StringComparison.Ordinal));
        var tile = await File.ReadAllBytesAsync(_tiny[path], Cancel);
        tile[40] ^= 1;
        await File.WriteAllBytesAsync(_tiny[path], tile, Cancel);

        Assert.Equal([new Finding("tile-differs", path, "The tile is not the one that the leaves and the signed root give.")],
            (await VerifyAsync(TestKeys.Mine)).Findings);
    }

    [Fact]
    public async Task A_leaf_that_was_edited_with_everything_around_it_is_named_by_file_line_and_sample()
    {
        await _tiny.PublishAsync();
        var at = _tiny.Events.FindIndex(auditEvent => auditEvent.SampleId == TinyRelease.Ids[2] && auditEvent.Phase is Phase.Select);
        _tiny.Events[at] = _tiny.Events[at] with { Facts = new Dictionary<string, double> { ["alignment.cosine"] = 0.9 } };
        await _tiny.ResealAsync();
        var findings = (await VerifyAsync(TestKeys.Mine)).Findings;

        var leaf = Assert.Single(findings, finding => finding.Code == "leaf-differs");
        Assert.Equal("audit/select.jsonl:3", leaf.Where);
        Assert.Contains(TinyRelease.Ids[2], leaf.Message, StringComparison.Ordinal);
        Assert.Equal("audit/select.jsonl:3", Assert.Single(findings, finding => finding.Code == "leaf-missing").Where);
    }

    [Fact]
    public async Task Edited_features_are_named_by_sample()
    {
        await _tiny.PublishAsync();
        var features = new FeatureRow();
        features.Set(TinyRelease.Score.Name, 0.31);
        _tiny.Features[4] = _tiny.Features[4] with { Features = features };
        await _tiny.ResealAsync();

        Assert.Contains(
            (await VerifyAsync(TestKeys.Mine)).Findings,
            finding => finding.Code == "features-differ-from-event" && finding.Where == TinyRelease.Ids[4]);
    }

    [Fact]
    public async Task A_duplicated_event_is_found()
    {
        await _tiny.PublishAsync();
        _tiny.Events.Add(_tiny.Events[0]);
        await _tiny.ResealAsync(WithLedgerAsItIs);

        Assert.Equal(["checkpoint-differs", "event-duplicate", "file-extra", "leaf-moved"], await OthersAsync());
    }

    [Fact]
    public async Task An_added_event_of_a_sample_that_never_was_is_found()
    {
        await _tiny.PublishAsync();
        _tiny.Events.Add(_tiny.Events[^1] with { SampleId = "sample-99-ffffffff" });
        await _tiny.ResealAsync(WithLedgerAsItIs);

        Assert.Equal(["checkpoint-differs", "counts-differ", "event-without-features", "file-extra", "leaf-differs"], await OthersAsync());
    }

    /// <summary>The manifest of one who also made the numbers of events right again.</summary>
    private ReleaseManifest WithLedgerAsItIs(ReleaseManifest manifest)
    {
        EventsFile[] files =
            [.. manifest.Audit.Select(file => file with { Events = File.ReadAllBytes(_tiny[file.Path]).Count(b => b == '\n') })];
        var (place, events) = (manifest.Ledger, files.Sum(file => file.Events));
        return manifest with { Ledger = place with { Events = events, Size = place.From + events + 1 }, Audit = files };
    }

    private async Task<IEnumerable<string>> OthersAsync() => Codes(await VerifyAsync(TestKeys.Mine)).Except(["manifest-differs"]);

    private static byte[] KnownRoot(byte[] root) => Merkle.NodeHash(root, root);

    private static string[] Codes(VerifyReport report) =>
        [.. report.Findings.Select(finding => finding.Code).Distinct().Order(StringComparer.Ordinal)];

    private async Task<VerifyReport> VerifyAsync(PrivateKey key, string kept) =>
        await VerifyAsync(key, Checkpoint.Parse(await File.ReadAllBytesAsync(kept, Cancel)));

    private Task<VerifyReport> VerifyAsync(PrivateKey key, Checkpoint? kept = null) =>
        Verifier.VerifyAsync(_tiny.Output, new VerifyOptions { Keys = [key.Public], Checkpoint = kept }, Cancel);

    private static void CopyTree(string from, string to)
    {
        foreach (var path in ReleasePaths.Files(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, path))!);
            File.Copy(Path.Combine(from, path), Path.Combine(to, path));
        }
    }
}
