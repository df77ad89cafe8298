using System.Runtime.CompilerServices;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Publish;
using Mm.Data.Select;
using Mm.Data.Write;

namespace Mm.Data.Run;

/// <summary>
/// The releases and evaluation sets that a run's samples are held against. The feature files of a release are its index: each brings its
/// own, so it grows with them and nothing has to be kept in step. A set that is no release is measured.
/// </summary>
public sealed class KnownReleases
{
    private readonly IReadOnlyList<Known> _known;
    private readonly PipelineDefinition _definition;
    private readonly KnownFolders? _folders;

    private KnownReleases(PipelineDefinition definition, KnownFolders? folders, IReadOnlyList<Known> known) =>
        (_definition, _folders, _known) = (definition, folders, known);

    /// <summary>Which they are, for the run's name: other releases, another run.</summary>
    public IReadOnlyList<string> Digests => [.. _known.Select(known => $"{known.Reason} {known.Set} {known.Digest}")];

    /// <summary>Looks the sets of a pipeline up; nothing of their samples is measured or read but for their digests.</summary>
    /// <param name="definition">The pipeline.</param>
    /// <param name="open">Opens what measures sets that are no releases, asked when there is one; null: there may be none.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="ConfigurationException">A set has no place, or nothing that could be one lies there.</exception>
    /// <exception cref="EnvironmentException">A manifest is damaged.</exception>
    public static async Task<KnownReleases> FindAsync(PipelineDefinition definition, Func<KnownFolders>? open, CancellationToken cancel)
    {
        var (known, folders) = (new List<Known>(), (KnownFolders?)null);
        foreach (var set in definition.Select.Duplicates.Against)
            known.AddRange(await ReleasesAsync(set, KnownTable.Released, cancel) ?? throw Missing(set));
        foreach (var set in definition.Select.Decontaminate)
        {
            if (await ReleasesAsync(set, KnownTable.Contaminated, cancel) is { } releases)
                known.AddRange(releases);
            else if (open is not null && Path.Exists(set.Path))
                known.Add(await PlannedAsync(set, definition, folders ??= open(), cancel));
            else
                throw Missing(set);
        }

        return new KnownReleases(definition, folders, known);
    }

    /// <summary>Reads the samples: of releases that are held against those that were published, of evaluation sets all that were
    /// measured, or are now.</summary>
    /// <exception cref="EnvironmentException">A release or folder is another by now, or one of its files is damaged.</exception>
    public async Task<KnownTable> ReadAsync(CancellationToken cancel)
    {
        var select = _definition.Select;
        var table = new KnownTable(select);
        var read = Selector.Reads(select with
        {
            Rules = [],
            Take = [],
            Curriculum = new(),
            Duplicates = select.Duplicates with { KeepBest = [] },
        });
        foreach (var known in _known)
        {
            var rows = known.Plan is { } plan ? _folders!.MeasureAsync(plan, _definition, cancel) : RowsAsync(known, read, cancel);
            await foreach (var row in rows)
            {
                if (row.Verdict.Outcome is Outcome.Kept)
                    table.Add(new KnownSample(new KnownMatch(known.Set, known.Digest, row.Id), known.Reason, row));
            }
        }

        return table;
    }

    private static async Task<Known> PlannedAsync(
        KnownSet set, PipelineDefinition definition, KnownFolders folders, CancellationToken cancel)
    {
        try
        {
            var plan = await folders.PlanAsync(set.Path, definition, cancel);
            return new Known(set.Name, KnownTable.Contaminated, set.Path, plan.Digest) { Plan = plan };
        }
        catch (ConfigurationException e)
        {
            throw new ConfigurationException($"The set {set.Name} of select cannot be measured: {set.Path}. {e.Message}");
        }
    }

    private static async IAsyncEnumerable<MeasuredSample> RowsAsync(
        Known known, IReadOnlySet<string> read, [EnumeratorCancellation] CancellationToken cancel)
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
            if (published?.Contains(row.Id) is not false)
                yield return row;
        }
    }

    /// <summary>The releases of a set by digest; null where none lies there.</summary>
    private static async Task<IEnumerable<Known>?> ReleasesAsync(KnownSet set, string reason, CancellationToken cancel)
    {
        if (set.Path.Length == 0)
            throw new ConfigurationException($"The set {set.Name} of select has no path: give its folder.");
        string[] folders = IsRelease(set.Path) ? [set.Path]
            : Directory.Exists(set.Path) ? [.. Directory.GetDirectories(set.Path).Where(IsRelease)] : [];
        var found = new List<Known>();
        foreach (var folder in folders)
        {
            using var release = await ReleaseReader.OpenAsync(folder, cancel);
            found.Add(new Known(set.Name, reason, folder, release.Manifest.Digest));
        }

        return found.Count == 0 ? null : found.OrderBy(known => known.Digest, StringComparer.Ordinal);
    }

    private static bool IsRelease(string folder) => File.Exists(Path.Combine(folder, ReleaseManifest.FileName));

    private static ConfigurationException Missing(KnownSet set) => new(
        $"The set {set.Name} of select: no release lies in {set.Path}, and for decontaminate no pictures with captions either.");

    private sealed record Known(string Set, string Reason, string Folder, string Digest)
    {
        /// <summary>What is to be measured, where it is no release.</summary>
        public RunPlan? Plan { get; init; }
    }
}
