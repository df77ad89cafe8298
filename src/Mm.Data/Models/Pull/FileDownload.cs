using Mm.Data.Models.Store;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Pull;

/// <summary>Fetches one file, in as many tries as it takes, and holds it against its digest.</summary>
internal sealed class FileDownload(HttpClient client, PullSettings settings, TimeProvider time)
{
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);

    /// <summary>Null when the file lies at <paramref name="path"/>, whole and right; else what is wrong with the server's.</summary>
    /// <exception cref="EnvironmentException">The server or the disk fails; what has come is kept for the next pull.</exception>
    public async Task<string?> FetchAsync(
        CatalogueFile file, Uri address, string path, IProgress<PullProgress>? progress, CancellationToken cancel)
    {
        if (IsRight(path, file))
            return null; // from a pull that was cut off between files
        var part = new PartFile(path + ".part");
        var (wasResumed, mayRestart) = (part.Length > 0, true);
        for (var failures = 0; ;)
        {
            var before = part.Length;
            var attempt = await new FileRequest(client, settings, time, address, file, part).RunAsync(progress, cancel);
            if (attempt.End is AttemptEnd.Refused)
            {
                part.Delete();
                return $"{Addresses.Show(address)}: {attempt.Why}";
            }

            if (attempt.End is AttemptEnd.Whole)
            {
                if (IsRight(part.Path, file))
                {
                    part.MoveTo(path);
                    return null;
                }

                var found = StoredModel.Sha256(part.Path);
                part.Delete();
                if (!wasResumed || !mayRestart)
                    return $"{Addresses.Show(address)}: SHA-256 is {found}, {file.Sha256} is pinned. The file was deleted.";
                mayRestart = false; // the first half may have been another version's: once more from the start
                continue;
            }

            wasResumed |= part.Length > 0;
            failures = part.Length - before >= settings.ProgressBytes ? 1 : failures + 1;
            if (failures >= settings.Attempts)
            {
                throw new EnvironmentException(
                    $"{Addresses.Show(address)}: {attempt.Why} ({failures} tries). {part.Length} of {file.Bytes} bytes are kept: " +
                    "the same command goes on from there.");
            }
            await Task.Delay(Pause(failures, attempt.Wait), time, cancel);
        }
    }

    private static bool IsRight(string path, CatalogueFile file) =>
        File.Exists(path) && new FileInfo(path).Length == file.Bytes && StoredModel.Sha256(path) == file.Sha256;

    private TimeSpan Pause(int failures, TimeSpan? asked)
    {
        var own = settings.Pause * Math.Pow(2, failures - 1);
        var pause = asked > own ? asked.Value : own;
        return pause < PauseMax ? pause : PauseMax;
    }
}
