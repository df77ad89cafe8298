using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Publish;

/// <summary>
/// A release below a prefix of a container: <c>manifest.json</c>, and its files below <c>files/</c> under a name that follows from its run
/// key and its manifest. So the files of two releases never mix: who has read a manifest finds the files that it speaks of, whatever
/// manifest has taken its place since. The manifest is written last, where none lies (If-None-Match) or in the place of the very one that
/// was looked at (If-Match), so of many committers one wins (ADR 0016).
/// </summary>
internal sealed class OutputContainer(IBlobs blobs) : IReleaseOutput
{
    public const string FilesPrefix = "files/";

    private const int TriesMax = 100;
    private const int NameDigits = 12;

    /// <summary>Where the files of a release lie: a path below the prefix, with a slash at its end.</summary>
    public static string FolderOf(ReleaseManifest manifest) => $"{FilesPrefix}{Short(manifest.RunKey)}-{Short(manifest.Digest)}/";

    public async Task<ReleaseManifest?> ExistingAsync(CancellationToken cancel) =>
        await blobs.ReadAsync(ReleaseManifest.FileName, cancel) is { } there ? Parsed(there.Bytes) : null;

    public async Task CheckFreeAsync(bool replace, CancellationToken cancel)
    {
        if (blobs.Root.Path.Length == 0)
            throw new ConfigurationException($"The output {blobs.Root} is a whole container. Name a prefix in it: {blobs.Root}/NAME.");
        var release = await ExistingAsync(cancel);
        var stranger = release is null ? await StrangerAsync(cancel) : null;
        if (stranger == ReleaseManifest.FileName)
            release = await ExistingAsync(cancel); // it may have come between the two
        if (release is null && stranger is not null)
        {
            throw new ConfigurationException(
                $"The output {blobs.Root} holds blobs that are no release. Name another prefix; nothing but a release is ever replaced.");
        }

        if (release is not null && !replace)
        {
            throw new ConfigurationException(
                $"The output {blobs.Root} holds another release (pipeline {release.Pipeline.Name}, run {release.RunKey}). "
                + "Name another prefix, or ask to replace it.");
        }
    }

    public async Task<bool> TakeAsync(string staging, ReleaseManifest manifest, bool replace, CancellationToken cancel)
    {
        for (var tries = 0; tries < TriesMax; tries++)
        {
            var there = await blobs.ReadAsync(ReleaseManifest.FileName, cancel);
            var old = there is null ? null : Parsed(there.Bytes);
            if (there is null || (replace && old is not null))
            {
                await CheckFreeAsync(replace, cancel);
                await UploadAsync(staging, manifest, cancel);

                // From here on the release is whole, and nobody sees it.
                if (await blobs.WriteAsync(ReleaseManifest.FileName, manifest.ToBytes(), there?.Mark.Version, cancel) is { } written)
                {
                    await SweepAsync(written, [manifest, .. old is null ? Array.Empty<ReleaseManifest>() : [old]], cancel);
                    return true;
                }
            }
            else if (old?.RunKey == manifest.RunKey)
            {
                return false;
            }

            await CheckFreeAsync(replace, cancel);
        }

        throw new EnvironmentException(
            $"The output {blobs.Root} changes all the time. Stop the other runs with this output, then run again.");
    }

    /// <summary>What the service has acknowledged is durable.</summary>
    public void MakeDurable()
    {
    }

    /// <summary>A blob that is none of a release's files. Uploads that never came to their end are: nothing speaks of them.</summary>
    private async Task<string?> StrangerAsync(CancellationToken cancel)
    {
        await foreach (var blob in blobs.ListAsync("", cancel))
        {
            if (!blob.Path.StartsWith(FilesPrefix, StringComparison.Ordinal))
                return blob.Path;
        }

        return null;
    }

    private static ReleaseManifest? Parsed(byte[] bytes)
    {
        try
        {
            return ReleaseManifest.Parse(bytes);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Short(string text)
    {
        var plain = string.Concat(text.Where(char.IsAsciiLetterOrDigit));
        return plain[..Math.Min(NameDigits, plain.Length)];
    }

    private Task UploadAsync(string staging, ReleaseManifest manifest, CancellationToken cancel)
    {
        var folder = FolderOf(manifest);
        var digests = manifest.Files().ToDictionary(file => file.Path, file => file.Sha256, StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = blobs.Limits.Parallel, CancellationToken = cancel };
        return Parallel.ForEachAsync(manifest.AllPaths(), options, async (path, stop) =>
            await blobs.UploadAsync(folder + path, Path.Combine(staging, path), digests.GetValueOrDefault(path), stop));
    }

    /// <summary>
    /// Deletes what no manifest speaks of any more. The release that has just given way stays until the next one takes its place, for who
    /// reads it; and so does what is younger than some days, as another process may be on its way with it. By the service's own clock.
    /// </summary>
    private async Task SweepAsync(BlobMark written, IReadOnlyList<ReleaseManifest> kept, CancellationToken cancel)
    {
        try
        {
            var names = kept.Select(FolderOf).ToArray();
            var others = await blobs.ListAsync(FilesPrefix, cancel)
                .Where(blob => !names.Any(name => blob.Path.StartsWith(name, StringComparison.Ordinal)))
                .ToListAsync(cancel);
            foreach (var release in others.GroupBy(blob => blob.Path.Split('/')[1], StringComparer.Ordinal))
            {
                if (written.Written - release.Max(blob => blob.Written) < TimeSpan.FromDays(blobs.Limits.LeftoverDays))
                    continue;
                foreach (var blob in release)
                    await blobs.DeleteAsync(blob.Path, cancel);
            }
        }
        catch (EnvironmentException)
        {
            // The release is there, which is all that was asked for: the next publication sweeps.
        }
    }
}
