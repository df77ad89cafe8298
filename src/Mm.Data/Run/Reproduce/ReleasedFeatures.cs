using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Write;

namespace Mm.Data.Run.Reproduce;

/// <summary>
/// What a release says was measured: of every sample what decisions are made on, and of some all of it. Embeddings of a whole release
/// would fill the memory.
/// </summary>
internal sealed record ReleasedFeatures(IReadOnlyList<MeasuredSample> Decided, IReadOnlyDictionary<string, MeasuredSample> Whole)
{
    /// <exception cref="EnvironmentException">A feature file is missing or damaged.</exception>
    public static async Task<ReleasedFeatures> ReadAsync(
        ReleaseReader release, IReadOnlySet<string> decided, IReadOnlySet<string> whole, CancellationToken cancel)
    {
        var all = new List<MeasuredSample>();
        var some = new Dictionary<string, MeasuredSample>(StringComparer.Ordinal);
        foreach (var file in release.Manifest.Features)
        {
            var path = Path.Combine(release.Folder, file.Path);
            var rows = (await FeatureFile.ReadAsync(path, column => decided.Contains(column.Name), cancel)).Rows;
            all.AddRange(rows);
            if (!rows.Any(row => whole.Contains(row.Id)))
                continue;
            foreach (var row in (await FeatureFile.ReadAsync(path, cancel)).Rows.Where(row => whole.Contains(row.Id)))
                some.TryAdd(row.Id, row);
        }

        return new ReleasedFeatures(all, some);
    }
}
