using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Write;

namespace Mm.Data.Audit;

/// <summary>
/// Reads part files and feature files and holds every row against its event, digests and all. Part files are most of a release: their own
/// digests are taken on the way.
/// </summary>
internal sealed class RowCheck(string folder, RowAgreement agreement, Action<string, string, string> report, Action<string, long> count)
{
    /// <returns>Size and digest of the file as it lies there.</returns>
    /// <exception cref="EnvironmentException">The machine cannot read it.</exception>
    public async Task<ReleaseFile> ShardAsync(ShardFile shard, CancellationToken cancel)
    {
        try
        {
            await using var file = new DigestedFile(Path.Combine(folder, shard.Path));
            await RowsAsync(shard, file, cancel);
            var digest = file.Finish(cancel);
            return new ReleaseFile(shard.Path, file.Passed, digest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileDigest.Unreadable(shard.Path, e);
        }
    }

    private async Task RowsAsync(ShardFile shard, DigestedFile file, CancellationToken cancel)
    {
        long rows = 0;
        if (!shard.Path.StartsWith(shard.Split + "/", StringComparison.Ordinal))
            report("file-in-wrong-split", shard.Path, $"The manifest says split {shard.Split}.");
        try
        {
            await foreach (var read in SampleFile.ReadDamagedAsync(file, shard.Path, cancel))
            {
                using var group = read;
                rows += group.Count;
                if (group.Rows is null)
                    report("rows-unreadable", shard.Path, $"Rows {group.First} to {group.First + group.Count - 1}: a damaged row group.");
                foreach (var row in group.Rows ?? [])
                {
                    if (agreement.AddRow(row.Id, shard.Split, shard.Path) is { } trail)
                        CheckRow(row, trail);
                }
            }
        }
        catch (EnvironmentException e)
        {
            report("file-unreadable", shard.Path, e.Message);
            return;
        }

        count("rows", rows);
        if (rows != shard.Rows)
            report("rows-differ", shard.Path, $"{rows} rows, and the manifest says {shard.Rows}.");
    }

    public async ValueTask FeaturesAsync(RowsFile file, CancellationToken cancel)
    {
        try
        {
            var table = await FeatureFile.ReadAsync(Path.Combine(folder, file.Path), cancel);
            var names = RowDigest.Names(table.Columns);
            foreach (var row in table.Rows)
                agreement.AddFeatures(row, RowDigest.Of(row, names), file.Path);
            count("feature rows", table.Rows.Count);
            if (table.Rows.Count != file.Rows)
                report("rows-differ", file.Path, $"{table.Rows.Count} rows, and the manifest says {file.Rows}.");
        }
        catch (EnvironmentException e)
        {
            report("file-unreadable", file.Path, e.Message);
        }
    }

    private void CheckRow(SampleRow row, SampleTrail trail)
    {
        var asset = Sha256Digest.Of(row.Asset.Span);
        if (asset.ToString() != row.OutputSha256)
            report("row-digest", row.Id, "The asset is not the one whose digest stands beside it.");
        if (asset != trail.Output)
            report("row-differs-from-event", row.Id, "The asset's digest is not that of the render event.");
        if (RowDigest.Of(row) != trail.Row)
            report("row-differs-from-event", row.Id, "Text, numbers or another column is not what was written.");
        if (trail.Source?.ToString() != row.SourceSha256)
            report("row-source-differs-from-event", row.Id, "The source's digest is not that of the events.");
        if (!Same(row.Redactions, trail.Redactions) || !Same(row.Obfuscations, trail.Obfuscations))
            report("row-redactions-differ-from-event", row.Id, "The redactions of the row are not those of the render event.");
    }

    private static bool Same(IReadOnlyDictionary<string, int> row, IReadOnlyDictionary<string, int> trail) =>
        row.Count == trail.Count && row.All(pair => trail.GetValueOrDefault(pair.Key) == pair.Value);
}
