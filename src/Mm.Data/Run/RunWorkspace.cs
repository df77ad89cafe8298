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
    private readonly FileStream? _lock;

    private RunWorkspace(string staging, string markers, FileStream? exclusive)
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
        try
        {
            Recover(staging);
            foreach (var folder in (string[])["train", "eval", "features", "audit"])
                Directory.CreateDirectory(Path.Combine(staging, folder));
            Directory.CreateDirectory(markers);
            var exclusive = new FileStream(Path.Combine(markers, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var workspace = new RunWorkspace(staging, markers, exclusive);
            workspace.Sweep();
            return workspace;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new EnvironmentException($"Cannot write beside {output}: {e.Message} Choose an --output that this user may write.", e);
        }
        catch (IOException e)
        {
            throw new EnvironmentException(
                $"Cannot use the work folder {markers}: {e.Message} If another mmdata works on this run, wait for it or stop it.", e);
        }
    }

    /// <summary>The folders of a run that another process holds and this one takes part in.</summary>
    public static RunWorkspace Join(string output, string runKey)
    {
        var (staging, markers) = Folders(output, runKey);
        return new RunWorkspace(staging, markers, null);
    }

    /// <summary>The tally of a shard that is done with the same inputs and whole files, or null.</summary>
    public async Task<PhaseTally?> FindAsync(string shard, string digest, CancellationToken cancel)
    {
        if (!File.Exists(MarkerPath(shard)))
            return null;
        var marker = JsonSerializer.Deserialize<ShardMarker>(await File.ReadAllBytesAsync(MarkerPath(shard), cancel))!;
        if (marker.Digest != digest)
            return null;
        foreach (var (file, expected) in marker.Files)
        {
            if (!File.Exists(Path.Combine(Staging, file)) || await DigestAsync(file, cancel) != expected)
                return null;
        }

        return marker.Tally;
    }

    /// <summary>Forgets the run's work: it was published.</summary>
    public void Delete()
    {
        _lock?.Dispose();
        if (Directory.Exists(Markers))
            Directory.Delete(Markers, recursive: true);
        foreach (var folder in Taken(Staging).Prepend(Staging).Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
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

    public void Dispose() => _lock?.Dispose();

    internal string MarkerPath(string shard) => Path.Combine(Markers, shard + ".json");

    private static (string Staging, string Markers) Folders(string output, string runKey)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(output));
        var stem = Path.Combine(Path.GetDirectoryName(full) ?? "/", $".{Path.GetFileName(full)}.{runKey[..12]}");
        return (stem + ".staging", stem + ".work");
    }

    // A process that died while it published left the folder under its own name.
    private static void Recover(string staging)
    {
        if (!Directory.Exists(staging) && Taken(staging).FirstOrDefault() is { } taken)
            Durable.Rename(taken, staging);
    }

    private static string[] Taken(string staging) => Directory.Exists(Path.GetDirectoryName(staging))
        ? Directory.GetDirectories(Path.GetDirectoryName(staging)!, Path.GetFileName(staging) + "-*")
        : [];

    // What a killed process left half-written carries the temporary suffix.
    private void Sweep()
    {
        foreach (var folder in (string[])[Staging, Markers])
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*" + Durable.TemporarySuffix, SearchOption.AllDirectories))
                File.Delete(file);
        }

        var attempts = Path.Combine(Markers, "attempts");
        if (Directory.Exists(attempts))
            Directory.Delete(attempts, recursive: true);
        File.Delete(Path.Combine(Markers, SelectionFile.Name));
    }

    private async Task<string> DigestAsync(string file, CancellationToken cancel) =>
        (await FileDigest.OfAsync(Staging, file, cancel)).Sha256;
}
