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
    private readonly FileStream _lock;

    private RunWorkspace(string staging, string markers, FileStream exclusive)
    {
        (Staging, Markers, _lock) = (staging, markers, exclusive);
        Spill = new FeatureSpill(Path.Combine(markers, "features"));
    }

    public string Staging { get; }

    public string Markers { get; }

    /// <summary>Scratch: the kept samples' features by part.</summary>
    internal FeatureSpill Spill { get; }

    /// <summary>Opens or creates the folders of a run and holds them alone.</summary>
    /// <exception cref="EnvironmentException">They cannot be created, or another process works on the same run.</exception>
    public static RunWorkspace Open(string output, string runKey)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(output));
        var stem = Path.Combine(Path.GetDirectoryName(full) ?? "/", $".{Path.GetFileName(full)}.{runKey[..12]}");
        var (staging, markers) = (stem + ".staging", stem + ".work");
        try
        {
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

    /// <summary>Records that a shard is done; its files are durable already.</summary>
    public async Task MarkAsync(string shard, string digest, PhaseTally tally, IReadOnlyList<string> files, CancellationToken cancel)
    {
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
            digests[file] = await DigestAsync(file, cancel);
        var marker = new Marker(digest, tally, digests);
        await Durable.WriteAsync(MarkerPath(shard), JsonSerializer.SerializeToUtf8Bytes(marker), cancel);
    }

    /// <summary>The tally of a shard that is done with the same inputs and whole files, or null.</summary>
    public async Task<PhaseTally?> FindAsync(string shard, string digest, CancellationToken cancel)
    {
        if (!File.Exists(MarkerPath(shard)))
            return null;
        var marker = JsonSerializer.Deserialize<Marker>(await File.ReadAllBytesAsync(MarkerPath(shard), cancel))!;
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
        _lock.Dispose();
        if (Directory.Exists(Markers))
            Directory.Delete(Markers, recursive: true);
        if (Directory.Exists(Staging))
            Directory.Delete(Staging, recursive: true);
    }

    public void Dispose() => _lock.Dispose();

    private string MarkerPath(string shard) => Path.Combine(Markers, shard + ".json");

    // What a killed process left half-written carries the temporary suffix.
    private void Sweep()
    {
        foreach (var folder in (string[])[Staging, Markers])
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*" + Durable.TemporarySuffix, SearchOption.AllDirectories))
                File.Delete(file);
        }
    }

    private async Task<string> DigestAsync(string file, CancellationToken cancel) =>
        (await FileDigest.OfAsync(Staging, file, cancel)).Sha256;

    private sealed record Marker(string Digest, PhaseTally Tally, SortedDictionary<string, string> Files);
}
