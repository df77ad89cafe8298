using System.Text.Json;
using Mm.Data.Pipeline;
using Mm.Data.Publish;

namespace Mm.Data.Run;

/// <summary>
/// The folders of one run beside its output: <see cref="Staging"/> holds the release as it grows, on the output's own file system so
/// that one rename publishes it; <see cref="Markers"/> says which shards are done. A shard counts when its marker is there and its
/// files still have the digests that the marker names.
/// </summary>
public sealed class RunWorkspace : IDisposable
{
    private const string StagingSuffix = ".staging";
    private const int KeyDigits = 12;
    private const int EAGAIN = 11;

    private readonly FileStream _lock;

    private RunWorkspace(string staging, string markers, FileStream exclusive)
    {
        (Staging, Markers, _lock) = (staging, markers, exclusive);
    }

    public string Staging { get; }

    public string Markers { get; }

    /// <summary>Scratch: the kept samples' features by part.</summary>
    internal FeatureSpill Spill(Selection selection) => new(Path.Combine(Markers, selection.SpillFolder));

    /// <summary>Opens or creates the folders of a run and holds them alone.</summary>
    /// <exception cref="EnvironmentException">They cannot be created, or another process works on the same run.</exception>
    public static RunWorkspace Open(string output, string runKey)
    {
        var (staging, markers) = Folders(output, runKey);
        FileStream? exclusive = null;
        try
        {
            SweepReplaced(output);
            if (!Leftovers(staging).Any())
                Directory.CreateDirectory(staging); // before the markers: they alone mean that it was published
            Directory.CreateDirectory(markers);
            exclusive = Lock(markers)
                ?? throw new EnvironmentException($"Another mmdata works on this run ({markers}). Wait for it, or stop it.");
            Recover(staging, runKey);
            foreach (var folder in (string[])["train", "eval", "features", "audit"])
                Directory.CreateDirectory(Path.Combine(staging, folder));
            var workspace = new RunWorkspace(staging, markers, exclusive);
            workspace.Sweep();
            exclusive = null;
            return workspace;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new EnvironmentException($"Cannot write beside {output}: {e.Message} Choose an --output that this user may write.", e);
        }
        catch (IOException e)
        {
            throw new EnvironmentException(
                $"Cannot use the work folder {markers}: {e.Message} Check the disk's room and rights, then run the same command again: "
                + "finished shards are kept.",
                e);
        }
        finally
        {
            exclusive?.Dispose();
        }
    }

    /// <summary>
    /// Whether a process that put the run's release in the place of another died before it had cleaned up: the work folder is there, and
    /// no staging folder, or the one that was replaced.
    /// </summary>
    public static bool WasReplacing(string output, string runKey)
    {
        var (staging, markers) = Folders(output, runKey);
        return Directory.Exists(markers) && Leftovers(staging).All(folder => IsOfAnother(folder, runKey));
    }

    /// <summary>Clears away what processes left that died after the run was published.</summary>
    public static void SweepPublished(string output, string runKey)
    {
        var (staging, markers) = Folders(output, runKey);
        try
        {
            SweepReplaced(output);
            if (Directory.Exists(markers) && Lock(markers) is { } exclusive)
                new RunWorkspace(staging, markers, exclusive).Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The release is there, which is all that was asked for.
        }
    }

    /// <summary>The tally of a shard that is done with the same inputs and whole files, or null.</summary>
    public async Task<PhaseTally?> FindAsync(string shard, string digest, CancellationToken cancel)
    {
        if (ReadMarker(MarkerPath(shard)) is not { } marker || marker.Digest != digest)
            return null;
        foreach (var (file, expected) in marker.Files)
        {
            if (!File.Exists(Path.Combine(Staging, file)) || await DigestAsync(file, cancel) != expected)
                return null;
        }

        return marker.Tally;
    }

    /// <summary>Forgets the run's work: it was published. What cannot be deleted is left for the next start.</summary>
    public void Delete()
    {
        foreach (var folder in Leftovers(Staging).ToArray())
            ReleasePin.TryDelete(folder);
        ReleasePin.TryDelete(Markers);
        _lock.Dispose();
    }

    /// <summary>
    /// Takes the staging folder for one attempt at publishing, under a name of its own: who has it under another name finds nothing there
    /// any more, wherever it stands in its work.
    /// </summary>
    /// <returns>The folder, or its new name where an earlier attempt has published and removed it.</returns>
    public string TakeStaging(long token)
    {
        var own = $"{Staging}-{token}";
        if (Taken(Staging).Append(Staging).FirstOrDefault(folder => folder != own && Directory.Exists(folder)) is { } found)
            Durable.Rename(found, own);
        if (!Directory.Exists(own))
            return own;
        foreach (var file in Directory.EnumerateFiles(own, "*" + Durable.TemporarySuffix, SearchOption.AllDirectories))
            File.Delete(file); // of whoever was overtaken half-way through a file
        return own;
    }

    public void Dispose() => _lock.Dispose();

    internal string MarkerPath(string shard) => Path.Combine(Markers, shard + ".json");

    private static (string Staging, string Markers) Folders(string output, string runKey)
    {
        var stem = Stem(output, runKey[..KeyDigits]);
        return (stem + StagingSuffix, stem + ".work");
    }

    private static string Stem(string output, string key)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(output));
        return Path.Combine(Path.GetDirectoryName(full) ?? "/", $".{Path.GetFileName(full)}.{key}");
    }

    /// <summary>Null: another process has it.</summary>
    private static FileStream? Lock(string markers)
    {
        try
        {
            return new FileStream(Path.Combine(markers, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when ((e.HResult & 0xffff) == EAGAIN)
        {
            return null;
        }
    }

    // A process that died while it published left the folder under its own name; or there lies what it had replaced.
    private static void Recover(string staging, string runKey)
    {
        foreach (var folder in Leftovers(staging).Where(folder => IsOfAnother(folder, runKey)).ToArray())
            Discard(folder);
        if (!Directory.Exists(staging) && Taken(staging).FirstOrDefault() is { } taken)
            Durable.Rename(taken, staging);
    }

    private static bool IsOfAnother(string folder, string runKey) =>
        new OutputFolder(folder).ExistingRelease() is { } release && release.RunKey != runKey;

    private static void Discard(string folder)
    {
        var discarded = folder + Durable.TemporarySuffix;
        Durable.Rename(folder, discarded);
        ReleasePin.TryDelete(discarded);
    }

    private static IEnumerable<string> Leftovers(string staging) => Taken(staging).Prepend(staging).Where(Directory.Exists);

    private static string[] Taken(string staging) =>
        [.. Beside(staging, Path.GetFileName(staging) + "-*").Where(folder => !IsTemporary(folder))];

    private static string[] Beside(string path, string pattern) => Directory.Exists(Path.GetDirectoryName(path))
        ? Directory.GetDirectories(Path.GetDirectoryName(path)!, pattern)
        : [];

    private static bool IsTemporary(string path) => path.EndsWith(Durable.TemporarySuffix, StringComparison.Ordinal);

    // Releases that were replaced and could not be deleted, because their process died or somebody read them, whatever run they are of.
    private static void SweepReplaced(string output)
    {
        var any = Stem(output, new string('?', KeyDigits)) + StagingSuffix;
        foreach (var folder in Beside(any, $"{Path.GetFileName(any)}*{Durable.TemporarySuffix}"))
            ReleasePin.TryDelete(folder);
    }

    // What a killed process left half-written carries the temporary suffix. In the staging folder nothing counts but what a marker names:
    // neither half of a shard, nor the papers of a publication that did not come to its end.
    private void Sweep()
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(Markers, "*.json"))
        {
            if (ReadMarker(path) is { } marker)
                named.UnionWith(marker.Files.Keys);
            else
                File.Delete(path);
        }

        foreach (var path in ReleasePaths.Files(Staging).Where(path => !named.Contains(path)))
            File.Delete(Path.Combine(Staging, path));
        foreach (var file in Directory.GetFiles(Markers, "*" + Durable.TemporarySuffix, SearchOption.AllDirectories))
            File.Delete(file);
        var attempts = Path.Combine(Markers, "attempts");
        if (Directory.Exists(attempts))
            Directory.Delete(attempts, recursive: true);
        File.Delete(Path.Combine(Markers, SelectionFile.Name));
    }

    /// <summary>Null where there is none, or what lies there is none: its shard is made again.</summary>
    private static ShardMarker? ReadMarker(string path)
    {
        try
        {
            var marker = File.Exists(path) ? JsonSerializer.Deserialize<ShardMarker>(File.ReadAllBytes(path)) : null;
            return marker is { Digest: not null, Tally.ByReason: not null, Files: not null } ? marker : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<string> DigestAsync(string file, CancellationToken cancel) =>
        (await FileDigest.OfAsync(Staging, file, cancel)).Sha256;
}
