using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Mm.Data.Pipeline;

namespace Mm.Data.Source.Fetch;

/// <summary>
/// The files of a fetched list, named by the SHA-256 of their bytes, and a journal of which URL (by digest) gave which, so that the same
/// command goes on where it was stopped. A file counts when it has its name: it is durable by then.
/// </summary>
internal sealed class FetchedFiles : IDisposable
{
    private const string Journal = "fetched.log";
    private const string Media = "media";

    private readonly string _folder;
    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly StreamWriter _journal;
    private readonly Lock _lock = new();
    private long _parts;

    private FetchedFiles(string folder)
    {
        _folder = folder;
        var path = Path.Combine(folder, Journal);
        if (File.Exists(path))
            Remember(File.ReadLines(path));
        _journal = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.None));
    }

    /// <exception cref="ConfigurationException">The folder holds something else.</exception>
    /// <exception cref="EnvironmentException">It cannot be written, or another command is at work on it.</exception>
    public static FetchedFiles Open(string folder)
    {
        try
        {
            var isOurs = File.Exists(Path.Combine(folder, Journal));
            if (!isOurs && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
                throw new ConfigurationException($"The output {folder} holds files that no fetch made. Name another folder.");
            Directory.CreateDirectory(Path.Combine(folder, Media));
            foreach (var part in Directory.EnumerateFiles(Path.Combine(folder, Media), "*" + Durable.TemporarySuffix))
                File.Delete(part);
            return new FetchedFiles(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException(
                $"Cannot write into {folder}: {e.Message} Check its rights, and that no other fetch is at work on it.", e);
        }
    }

    /// <summary>Digest of a URL, by which the journal knows it without telling it.</summary>
    public static string KeyOf(string url) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url)));

    /// <summary>Where the file of a URL lies, or the reason why there is none; null where it is not known.</summary>
    public FetchedUrl? Find(string key) => _known.TryGetValue(key, out var known) ? FetchedUrl.Parse(known) : null;

    /// <summary>Takes what <paramref name="fetch"/> writes.</summary>
    public async Task<FetchedUrl> TakeAsync(string key, Func<Stream, Task<string?>> fetch, CancellationToken cancel)
    {
        var part = Path.Combine(_folder, Media, Interlocked.Increment(ref _parts) + Durable.TemporarySuffix);
        try
        {
            string? reason;
            await using (var stream = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
                reason = await fetch(stream);
            return Note(key, reason is null ? new FetchedUrl(await KeepAsync(part, cancel), null) : new FetchedUrl(null, reason));
        }
        catch (IOException e)
        {
            throw new EnvironmentException($"Cannot write into {_folder}: {e.Message} Free some room and run the same command again.", e);
        }
        finally
        {
            File.Delete(part);
        }
    }

    public void Dispose() => _journal.Dispose();

    private async Task<string> KeepAsync(string part, CancellationToken cancel)
    {
        string digest;
        await using (var stream = File.OpenRead(part))
            digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel));
        var path = $"{Media}/{digest[..2]}/{digest}";
        var whole = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
        Durable.SyncFile(part);
        Durable.Rename(part, whole);
        return path;
    }

    private FetchedUrl Note(string key, FetchedUrl url)
    {
        if (url.Reason is { } reason && FetchReasons.IsPassing(reason))
            return url;
        _known[key] = url.ToString();
        lock (_lock)
            _journal.WriteLine($"{key} {url}");
        return url;
    }

    private void Remember(IEnumerable<string> lines)
    {
        foreach (var parts in lines.Select(line => line.Split(' ')).Where(parts => parts is [{ Length: 64 }, { Length: > 0 }]))
        {
            // The last line may be cut, and a file may be gone: both are fetched again.
            var url = FetchedUrl.Parse(parts[1]);
            if (url.Path is null ? FetchReasons.All.Contains(parts[1]) : File.Exists(Path.Combine(_folder, url.Path)))
                _known[parts[0]] = parts[1];
        }
    }
}

/// <summary>A path under the output, or a reason.</summary>
internal sealed record FetchedUrl(string? Path, string? Reason)
{
    public static FetchedUrl Parse(string text) => text.Contains('/') ? new(text, null) : new(null, text);

    public override string ToString() => Path ?? Reason!;
}
