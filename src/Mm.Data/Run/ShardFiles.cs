using System.Globalization;
using System.Text.Json;
using Mm.Data.Pipeline;
using Mm.Data.Publish;

namespace Mm.Data.Run;

/// <summary>
/// The files of one attempt at a shard, apart from those of all others until they are promoted. Whoever takes the shard over sweeps the
/// attempts before it, so that a worker that slept beyond its lease finds nothing to promote (ADR 0015).
/// </summary>
internal sealed class ShardFiles
{
    private const string MarkerName = "marker";
    private readonly RunWorkspace _workspace;
    private readonly SortedDictionary<string, string> _ofRelease = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _ofWork = new(StringComparer.Ordinal);

    private ShardFiles(RunWorkspace workspace, string shard, string folder) => (_workspace, Shard, Folder) = (workspace, shard, folder);

    /// <summary>The attempt's own folder, for scratch that outlives it.</summary>
    public string Folder { get; }

    private string Shard { get; }

    /// <summary>
    /// Begins an attempt and sweeps all earlier ones at the shard. Not the later ones: who slept between taking the shard and this line
    /// would sweep the files of whoever took it from him.
    /// </summary>
    public static ShardFiles Begin(RunWorkspace workspace, string shard, long token)
    {
        var attempts = Path.Combine(workspace.Markers, "attempts");
        Directory.CreateDirectory(attempts);
        var own = Path.Combine(attempts, $"{shard}.{token}");
        foreach (var earlier in Directory.GetDirectories(attempts, shard + ".*").Where(folder => TokenOf(folder) < token))
            Sweep(earlier, Path.Combine(attempts, $"swept.{Path.GetFileName(earlier)}.{token}"));
        Directory.CreateDirectory(own);
        return new ShardFiles(workspace, shard, own);
    }

    /// <summary>Writes a file that goes into the release, durably. <paramref name="path"/> is its path there.</summary>
    public async Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancel)
    {
        await Durable.WriteAsync(Path.Combine(Folder, Flat(path)), write, cancel);
        _ofRelease[path] = Flat(path);
    }

    /// <summary>Writes a file that goes into the run's work folder, durably.</summary>
    public async Task WriteWorkAsync(string name, Func<Stream, Task> write, CancellationToken cancel)
    {
        await Durable.WriteAsync(Path.Combine(Folder, name), write, cancel);
        _ofWork[name] = name;
    }

    /// <summary>Takes back a file that has turned out to be none of the release.</summary>
    public void Forget(string path)
    {
        File.Delete(Path.Combine(Folder, Flat(path)));
        _ofRelease.Remove(path);
    }

    /// <summary>Writes the marker, still apart: the attempt is whole.</summary>
    public async Task SealAsync(string digest, PhaseTally tally, CancellationToken cancel)
    {
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, flat) in _ofRelease)
        {
            var file = await FileDigest.OfAsync(Folder, flat, cancel);
            digests[path] = file.Sha256;
            RunTelemetry.Wrote(path, file.Bytes);
        }

        var marker = JsonSerializer.SerializeToUtf8Bytes(new ShardMarker(digest, tally, digests));
        await Durable.WriteAsync(Path.Combine(Folder, MarkerName), marker, cancel);
    }

    /// <summary>Moves everything to its place, the marker last.</summary>
    /// <exception cref="EnvironmentException">A rename failed, as all do once the attempt was swept.</exception>
    public void Promote()
    {
        foreach (var (path, flat) in _ofRelease)
            Durable.Rename(Path.Combine(Folder, flat), Path.Combine(_workspace.Staging, path));
        foreach (var (name, own) in _ofWork)
            Durable.Rename(Path.Combine(Folder, own), Path.Combine(_workspace.Markers, name));
        Durable.Rename(Path.Combine(Folder, MarkerName), _workspace.MarkerPath(Shard));
    }

    // One rename takes all names from under whoever still writes there; what is deleted then nobody can reach.
    private static void Sweep(string attempt, string swept)
    {
        try
        {
            Directory.Move(attempt, swept);
            Directory.Delete(swept, recursive: true);
        }
        catch (IOException)
        {
            // Another sweeps it too, or a last file is being closed: the folder goes with the run's work folder.
        }
    }

    private static long TokenOf(string attempt) => long.Parse(Path.GetExtension(attempt.AsSpan())[1..], CultureInfo.InvariantCulture);

    private static string Flat(string path) => path.Replace('/', '-');
}

/// <summary>What says that a shard is done: the digest of all that decides its bytes, its verdicts, and its files' SHA-256.</summary>
internal sealed record ShardMarker(string Digest, PhaseTally Tally, SortedDictionary<string, string> Files);
