using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Publish;
using Mm.Data.Select;
using Mm.Data.Write;

namespace Mm.Data.Run;

/// <summary>
/// The releases that a run's samples are held against. Their feature files are the index: each release brings its own, so it grows
/// with them and nothing has to be kept in step.
/// </summary>
public sealed class KnownReleases
{
    private readonly IReadOnlyList<Known> _releases;
    private readonly DuplicateOptions _options;

    private KnownReleases(DuplicateOptions options, IReadOnlyList<Known> releases) => (_options, _releases) = (options, releases);

    /// <summary>Which they are, for the run's name: other releases, another run.</summary>
    public IReadOnlyList<string> Digests => [.. _releases.Select(known => $"{known.Reason} {known.Set} {known.Digest}")];

    /// <summary>Looks the sets of a pipeline up; nothing of their samples is read.</summary>
    /// <exception cref="ConfigurationException">A set has no place, or no release lies there.</exception>
    /// <exception cref="EnvironmentException">A manifest is damaged.</exception>
    public static async Task<KnownReleases> FindAsync(SelectOptions options, CancellationToken cancel)
    {
        var releases = new List<Known>();
        var sets = options.Duplicates.Against.Select(set => (Set: set, Reason: KnownTable.Released))
            .Concat(options.Decontaminate.Select(set => (Set: set, Reason: KnownTable.Contaminated)));
        foreach (var (set, reason) in sets)
        {
            var found = new List<Known>();
            foreach (var folder in Folders(set))
            {
                using var release = await ReleaseReader.OpenAsync(folder, cancel);
                found.Add(new Known(set.Name, reason, folder, release.Manifest.Digest));
            }

            releases.AddRange(found.OrderBy(known => known.Digest, StringComparer.Ordinal));
        }

        return new KnownReleases(options.Duplicates, releases);
    }

    /// <summary>Reads the samples: of releases that are held against those that were published, of evaluation sets all that were
    /// measured.</summary>
    /// <exception cref="EnvironmentException">A release is another by now, or one of its files is damaged.</exception>
    public async Task<KnownTable> ReadAsync(CancellationToken cancel)
    {
        var table = new KnownTable(_options);
        var read = Selector.Reads(new SelectOptions { Duplicates = _options with { KeepBest = [], SemanticCosine = null } });
        foreach (var known in _releases)
        {
            using var release = await ReleaseReader.OpenAsync(known.Folder, cancel);
            if (release.Manifest.Digest != known.Digest)
                throw new EnvironmentException($"The release of {known.Set} was replaced while the run went on: start it again.");
            var published = known.Reason == KnownTable.Released
                ? await release.IdsAsync(cancel).ToHashSetAsync(StringComparer.Ordinal, cancel)
                : null;
            var files = release.Manifest.Features.Select(file => Path.Combine(release.Folder, file.Path));
            await foreach (var row in FeatureFile.RowsAsync(files, read, cancel))
            {
                if (row.Verdict.Outcome is Outcome.Kept && published?.Contains(row.Id) is not false)
                    table.Add(new KnownSample(new KnownMatch(known.Set, known.Digest, row.Id), known.Reason, row));
            }
        }

        return table;
    }

    private static string[] Folders(KnownSet set)
    {
        if (set.Path.Length == 0)
            throw new ConfigurationException($"The set {set.Name} of select has no path: give the folder of its release.");
        if (File.Exists(Path.Combine(set.Path, ReleaseManifest.FileName)))
            return [set.Path];
        string[] inside = Directory.Exists(set.Path)
            ? [.. Directory.GetDirectories(set.Path).Where(folder => File.Exists(Path.Combine(folder, ReleaseManifest.FileName)))]
            : [];
        return inside.Length > 0 ? inside : throw new ConfigurationException(
            $"The set {set.Name} of select: no release lies in {set.Path}. Run its pictures through a pipeline, and give the result.");
    }

    private sealed record Known(string Set, string Reason, string Folder, string Digest);
}
