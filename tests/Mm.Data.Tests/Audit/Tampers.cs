using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Tests.Kit;
using Mm.Data.Write;
using Xunit;

namespace Mm.Data.Tests.Audit;

/// <summary>
/// Random tampers. A careless one changes a file; a careful one makes every number and digest of manifest, card and metadata right again;
/// one who edits a row may edit its event to fit. None of them has the key.
/// </summary>
internal sealed class Tampers(Random random, ReleaseEditor release)
{
    private const string Careful = ", careful";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Each takes its turn; what exactly it does is drawn.</summary>
    public static IReadOnlyList<Func<Tampers, Task<Tamper>>> All { get; } =
    [
        t => t.EditRowAsync(), t => t.EditRowWithEventAsync(), t => t.DeleteRowAsync(), t => t.InsertRowAsync(), t => t.SwapRowsAsync(),
        t => t.MoveRowAsync(), t => t.FlipInPartAsync(), t => t.TruncateAsync("train"), t => t.SwapFilesAsync("train"),
        t => t.EditLeafAsync(), t => t.DeleteLeafAsync(), t => t.InsertLeafAsync(), t => t.SwapLeavesAsync(), t => t.FlipInLeafAsync(),
        t => t.TruncateAsync("audit"), t => t.SwapFilesAsync("audit/render"),
        t => t.EditFeaturesAsync(), t => t.DeleteFeaturesAsync(), t => t.SwapFeaturesAsync(), t => t.SwapFilesAsync("features"),
        t => t.EditCardAsync(), t => t.EditManifestAsync(), t => t.DamageProofAsync(), t => t.DeleteOrAddFileAsync(),
    ];

    private Task<Tamper> EditRowAsync() => RowsAsync("edit a row", (rows, at) =>
    {
        rows[at] = TamperedValues.Row(random, rows[at]);
        return [rows[at].Id];
    });

    private async Task<Tamper> EditRowWithEventAsync()
    {
        var (path, rows) = await PartAsync();
        var at = random.Next(rows.Count);
        rows[at] = TamperedValues.Row(random, rows[at]);
        await release.WriteRowsAsync(path, rows);
        foreach (var audit in release.Paths("audit/render"))
        {
            var events = await release.EventsAsync(audit);
            var found = events.FindIndex(one => one.SampleId == rows[at].Id);
            if (found < 0)
                continue;
            var redactions = rows[at].Redactions.Count == 0 ? [] : events[found].Redactions;
            events[found] = MadeRelease.RenderEvent(rows[at], redactions);
            await release.WriteEventsAsync(audit, events);
            await release.MendAsync();
            return new Tamper("edit a row and its event, careful", [rows[at].Id, $"{audit}:{found + 1}"]);
        }

        throw new InvalidOperationException("The row has no event.");
    }

    private Task<Tamper> DeleteRowAsync() => RowsAsync("delete a row", (rows, at) =>
    {
        var id = rows[at].Id;
        rows.RemoveAt(at);
        return [id];
    });

    private Task<Tamper> InsertRowAsync() => RowsAsync("insert a row", (rows, at) =>
    {
        var row = random.Next(2) == 0 ? rows[at] : SampleRows.Image(TinyRelease.Hash($"{at} new")[..32], 200) with { Scores = rows[at].Scores };
        rows.Insert(random.Next(rows.Count), row);
        return [row.Id];
    });

    private Task<Tamper> SwapRowsAsync() => RowsAsync("swap two rows", (rows, at) =>
    {
        var other = (at + 1 + random.Next(rows.Count - 1)) % rows.Count;
        (rows[at], rows[other]) = (rows[other], rows[at]);
        return [.. rows.Select(row => row.Id)]; // who stands wrong depends on where one begins to count
    });

    private async Task<Tamper> MoveRowAsync()
    {
        var (from, rows) = await PartAsync();
        var to = Draw(release.Paths("eval"));
        var at = random.Next(rows.Count);
        var row = rows[at];
        await release.WriteRowsAsync(to, [.. await release.RowsAsync(to), row]);
        rows.RemoveAt(at);
        await release.WriteRowsAsync(from, rows);
        return new Tamper("move a row to the other split" + await MaybeMendAsync(), [row.Id]);
    }

    /// <summary>
    /// Anywhere before the footer: in values, lengths, levels or page headers. Where no reader sees a difference (a bit that stands for
    /// nothing), it is the file's tamper, and no row's.
    /// </summary>
    private async Task<Tamper> FlipInPartAsync()
    {
        var path = Draw(release.Paths("train"));
        var before = await release.RowsAsync(path);
        var bytes = await File.ReadAllBytesAsync(release[path], Cancel);
        var footer = BitConverter.ToInt32(bytes, bytes.Length - 8);
        bytes[4 + random.Next(bytes.Length - footer - 12)] ^= (byte)(1 << random.Next(8));
        await File.WriteAllBytesAsync(release[path], bytes, Cancel);
        var changes = await ChangesAsync(path, before);
        var care = await MaybeMendAsync();
        return new Tamper(
            "flip a bit among rows" + care, changes ? [.. before.Select(row => row.Id)] : [],
            care == Careful ? ReleaseManifest.FileName : path); // made right again, it is the manifest that the ledger does not know
    }

    private async Task<bool> ChangesAsync(string path, List<SampleRow> before)
    {
        try
        {
            return !(await release.RowsAsync(path)).Select(RowDigest.Of).SequenceEqual(before.Select(RowDigest.Of));
        }
        catch (EnvironmentException)
        {
            return true;
        }
    }

    private async Task<Tamper> TruncateAsync(string under)
    {
        var path = Draw([.. release.Paths(under).Where(path => path.EndsWith(".jsonl", StringComparison.Ordinal) || under == "train")]);
        string[] names = under == "train"
            ? [.. (await release.RowsAsync(path)).Select(row => row.Id)]
            : [.. Enumerable.Range(1, (await release.EventsAsync(path)).Count).Select(line => $"{path}:{line}")];
        var bytes = await File.ReadAllBytesAsync(release[path], Cancel);
        await File.WriteAllBytesAsync(release[path], bytes[..random.Next(bytes.Length)], Cancel);
        return new Tamper($"truncate a file of {under}", names, path);
    }

    private async Task<Tamper> SwapFilesAsync(string under)
    {
        var paths = release.Paths(under);
        var first = random.Next(paths.Count);
        var second = (first + 1 + random.Next(paths.Count - 1)) % paths.Count;
        Durable.Exchange(release[paths[first]], release[paths[second]]);
        return new Tamper($"swap files of {under}" + await MaybeMendAsync(), [], paths[Math.Max(first, second)]);
    }

    private Task<Tamper> EditLeafAsync() => LeavesAsync("edit a leaf", (path, events, at) =>
    {
        var one = events[at];
        events[at] = TamperedValues.Event(random, one);
        return [$"{path}:{at + 1}", one.SampleId];
    });

    private Task<Tamper> DeleteLeafAsync() => LeavesAsync("delete a leaf", (path, events, at) =>
    {
        var id = events[at].SampleId;
        events.RemoveAt(at);
        return [$"{path}:{at + 1}", id];
    });

    private Task<Tamper> InsertLeafAsync() => LeavesAsync("insert a leaf", (path, events, at) =>
    {
        var one = random.Next(2) == 0 ? events[at] : events[at] with { SampleId = TinyRelease.Hash($"{at}")[..32] };
        events.Insert(at, one);
        return [$"{path}:{at + 1}", $"{path}:{at + 2}", one.SampleId];
    });

    private Task<Tamper> SwapLeavesAsync() => LeavesAsync("swap two leaves", (path, events, at) =>
    {
        if (events.Count == 1)
            events.Add(events[at]); // nothing to swap with: then it stands twice
        var other = (at + 1) % events.Count;
        (events[at], events[other]) = (events[other], events[at]);
        return [$"{path}:{at + 1}", $"{path}:{other + 1}"];
    });

    private async Task<Tamper> FlipInLeafAsync()
    {
        var path = Draw([.. release.Paths("audit").Where(path => path.EndsWith(".jsonl", StringComparison.Ordinal))]);
        var bytes = await File.ReadAllBytesAsync(release[path], Cancel);
        var at = random.Next(bytes.Length);
        var line = 1 + bytes[..at].Count(b => b == '\n');
        bytes[at] ^= (byte)(1 << random.Next(8));
        await File.WriteAllBytesAsync(release[path], bytes, Cancel);
        return new Tamper("flip a bit in a leaf" + await MaybeMendAsync(), [$"{path}:{line}"]);
    }

    private Task<Tamper> EditFeaturesAsync() => FeatureRowsAsync("edit features", (rows, at) =>
    {
        var features = new FeatureRow();
        features.Set(MadeRelease.Columns[0].Name, random.NextDouble());
        rows[at] = rows[at] with { Features = features };
        return [rows[at].Id];
    });

    private Task<Tamper> DeleteFeaturesAsync() => FeatureRowsAsync("delete features", (rows, at) =>
    {
        var id = rows[at].Id;
        rows.RemoveAt(at);
        return [id];
    });

    private Task<Tamper> SwapFeaturesAsync() => FeatureRowsAsync("swap features", (rows, at) =>
    {
        var other = (at + 1) % rows.Count;
        (rows[at], rows[other]) = (rows[other], rows[at]);
        return [rows[at].Id, rows[other].Id];
    });

    private async Task<Tamper> EditCardAsync()
    {
        var path = random.Next(2) == 0 ? ReleasePaths.Card : ReleasePaths.Croissant;
        var text = await File.ReadAllTextAsync(release[path], Cancel);
        var at = text.IndexOf("cc0-1.0", StringComparison.OrdinalIgnoreCase);
        await File.WriteAllTextAsync(release[path], random.Next(2) == 0 ? text[..at] + "mit" + text[(at + 7)..] : text + "\n", Cancel);
        var careful = random.Next(2) == 0;
        if (careful)
            await release.SealAsync(await release.ManifestAsync());
        return new Tamper("edit card or metadata" + (careful ? ", careful" : ", careless"), [], path);
    }

    private async Task<Tamper> EditManifestAsync()
    {
        Func<ReleaseManifest, ReleaseManifest> edit = random.Next(4) switch
        {
            0 => manifest => manifest with { Pipeline = manifest.Pipeline with { Licence = "mit" } },
            1 => manifest => manifest with { Models = [] },
            2 => manifest => manifest with { InputDigest = TinyRelease.Hash("other") },
            _ => manifest => manifest with { Census = new Dictionary<string, long>() },
        };
        await release.MendAsync(edit);
        return new Tamper("edit the manifest, careful", [], ReleaseManifest.FileName);
    }

    private async Task<Tamper> DamageProofAsync()
    {
        var path = Draw([.. release.Paths("audit").Where(ReleasePaths.IsOfLedger)]);
        var bytes = await File.ReadAllBytesAsync(release[path], Cancel);
        if (random.Next(3) == 0)
            File.Delete(release[path]);
        else
            await File.WriteAllBytesAsync(release[path], random.Next(2) == 0 ? TamperedValues.Bit(random, bytes) : bytes[..random.Next(bytes.Length)], Cancel);
        return new Tamper("damage checkpoint, tiles or history", [], path);
    }

    private async Task<Tamper> DeleteOrAddFileAsync()
    {
        var path = Draw(release.Paths(""));
        if (random.Next(2) == 0 && path != ReleaseManifest.FileName)
        {
            File.Delete(release[path]);
            return new Tamper("delete a file", [], path);
        }

        var extra = $"{Path.GetDirectoryName(path)?.Replace('\\', '/')}/part-99999.parquet".TrimStart('/');
        await File.WriteAllTextAsync(release[extra], "new", Cancel);
        return new Tamper("add a file", [], extra);
    }

    private async Task<Tamper> RowsAsync(string kind, Func<List<SampleRow>, int, IReadOnlyList<string>> edit)
    {
        var (path, rows) = await PartAsync();
        var names = edit(rows, random.Next(rows.Count));
        await release.WriteRowsAsync(path, rows);
        return new Tamper(kind + await MaybeMendAsync(), names);
    }

    private async Task<Tamper> LeavesAsync(string kind, Func<string, List<AuditEvent>, int, IReadOnlyList<string>> edit)
    {
        var path = Draw([.. release.Paths("audit").Where(path => path.EndsWith(".jsonl", StringComparison.Ordinal))]);
        var events = await release.EventsAsync(path);
        var names = edit(path, events, random.Next(events.Count));
        await release.WriteEventsAsync(path, events);
        return new Tamper(kind + await MaybeMendAsync(), names);
    }

    private async Task<Tamper> FeatureRowsAsync(string kind, Func<List<MeasuredSample>, int, IReadOnlyList<string>> edit)
    {
        var path = Draw(release.Paths("features"));
        var rows = await release.FeaturesAsync(path);
        var names = edit(rows, random.Next(rows.Count));
        await release.WriteFeaturesAsync(path, rows);
        return new Tamper(kind + await MaybeMendAsync(), names);
    }

    private async Task<(string Path, List<SampleRow> Rows)> PartAsync()
    {
        var path = Draw(release.Paths("train"));
        return (path, await release.RowsAsync(path));
    }

    private async Task<string> MaybeMendAsync()
    {
        if (random.Next(2) == 0)
            return ", careless";
        await release.MendAsync();
        return Careful;
    }

    private string Draw(IReadOnlyList<string> paths) => paths[random.Next(paths.Count)];
}
