using System.Security.Cryptography;
using Mm.Data.Audit;
using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Write;
using Xunit;

namespace Mm.Data.Tests.Kit;

/// <summary>What one who tampers can do with the files of a release, and how he makes them fit again.</summary>
internal sealed class ReleaseEditor(string folder)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public string Folder => folder;

    public string this[string path] => Path.Combine(folder, path);

    public IReadOnlyList<string> Paths(string under) =>
        [.. ReleasePaths.Files(folder).Where(path => path.StartsWith(under, StringComparison.Ordinal))];

    public async Task<ReleaseManifest> ManifestAsync() =>
        ReleaseManifest.Parse(await File.ReadAllBytesAsync(this[ReleaseManifest.FileName], Cancel));

    public async Task<List<SampleRow>> RowsAsync(string path) => await SampleFile.ReadAsync(this[path], Cancel).ToListAsync(Cancel);

    public Task WriteRowsAsync(string path, IReadOnlyList<SampleRow> rows) =>
        MadeRelease.WriteAsync(folder, path, stream => MadeRelease.WriteRowsAsync(stream, rows));

    public async Task<List<MeasuredSample>> FeaturesAsync(string path) =>
        [.. (await FeatureFile.ReadAsync(this[path], Cancel)).Rows];

    public Task WriteFeaturesAsync(string path, IReadOnlyList<MeasuredSample> rows) =>
        MadeRelease.WriteAsync(folder, path, stream => FeatureFile.WriteAsync(stream, MadeRelease.Columns, rows, Cancel));

    public async Task<List<AuditEvent>> EventsAsync(string path)
    {
        var events = new List<AuditEvent>();
        await foreach (var line in AuditFile.ReadAsync(this[path], Cancel))
            events.Add(line.Event);
        return events;
    }

    public Task WriteEventsAsync(string path, IEnumerable<AuditEvent> events) =>
        MadeRelease.WriteAsync(folder, path, stream => AuditFile.WriteAsync(stream, events, Cancel));

    /// <summary>
    /// The manifest of a careful one: digests, sizes and numbers of rows and events as the files are now, the counts of the events that are
    /// there, card and metadata to it, and its own digest.
    /// </summary>
    public async Task MendAsync(Func<ReleaseManifest, ReleaseManifest>? change = null)
    {
        var manifest = await ManifestAsync();
        var ledger = await Ledger.ReadDamagedAsync(folder, manifest.Audit.Select(file => file.Path), (_, _, _) => { }, Cancel);
        manifest = manifest with
        {
            Shards = [.. await Task.WhenAll(manifest.Shards.Select(async file => file with { Rows = await CountAsync(file) }))],
            Audit = [.. manifest.Audit.Select(file => file with { Events = ledger.EventsByFile.GetValueOrDefault(file.Path) })],
            Features = [.. await Task.WhenAll(manifest.Features.Select(async file => file with { Rows = await CountAsync(file) }))],
            Counts = ledger.Counts(),
            Redactions = ledger.Redactions(),
            Obfuscations = ledger.Obfuscations(),
            Gates = [.. manifest.Gates.Select(gate => gate with { Value = ledger.Counts().Render.Kept })],
        };
        manifest = change?.Invoke(manifest) ?? manifest;
        manifest = manifest with
        {
            Shards = [.. manifest.Shards.Select(Sealed)],
            Audit = [.. manifest.Audit.Select(Sealed)],
            Features = [.. manifest.Features.Select(Sealed)],
        };
        await File.WriteAllBytesAsync(this[ReleasePaths.Card], DatasetCard.Write(manifest), Cancel);
        await File.WriteAllBytesAsync(this[ReleasePaths.Croissant], Croissant.Write(manifest), Cancel);
        await SealAsync(manifest);
    }

    /// <summary>Digests of the documents, and the manifest's own.</summary>
    public async Task SealAsync(ReleaseManifest manifest) => await File.WriteAllBytesAsync(
        this[ReleaseManifest.FileName], (manifest with { Documents = [.. manifest.Documents.Select(Sealed)] }).ToBytes(), Cancel);

    /// <summary>A whole new ledger under another key with the old name, of one who forges everything.</summary>
    public async Task SignAnewAsync(string scratch)
    {
        var manifest = await ManifestAsync();
        var leaves = (await Ledger.ReadDamagedAsync(folder, manifest.Audit.Select(file => file.Path), (_, _, _) => { }, Cancel)).Tree;
        var events = leaves.Count;
        leaves.Add(ReleaseLeaf.Of(manifest));
        Directory.Delete(this["audit/tile"], recursive: true);
        var store = new LogStore(Path.Combine(scratch, "forged"), manifest.Ledger.Origin, TestKeys.Other);
        var place = await ReleaseLog.AppendAsync(store, manifest.RunKey, leaves, this["audit"], Cancel);
        await SealAsync(manifest with
        {
            Ledger = new LedgerPlace(
                place.Checkpoint.Origin, place.Checkpoint.Signatures[0].Hint, place.From, place.Checkpoint.Size,
                Convert.ToHexStringLower(place.Checkpoint.Root), events),
        });
    }

    private async Task<long> CountAsync(ReleaseFile file)
    {
        try
        {
            return file is ShardFile
                ? await SampleFile.ReadIdsAsync(this[file.Path], Cancel).CountAsync(Cancel)
                : (await FeatureFile.ReadAsync(this[file.Path], _ => false, Cancel)).Rows.Count;
        }
        catch (EnvironmentException)
        {
            return (file as ShardFile)?.Rows ?? ((RowsFile)file).Rows;
        }
    }

    private T Sealed<T>(T file)
        where T : ReleaseFile
    {
        var bytes = File.ReadAllBytes(this[file.Path]);
        return file with { Bytes = bytes.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
    }
}
