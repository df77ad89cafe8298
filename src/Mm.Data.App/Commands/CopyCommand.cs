using System.CommandLine;
using Mm.Data.App.Hosting;
using Mm.Data.Pipeline;
using Mm.Data.Publish;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata copy</c>: a release out of a container into a folder, for trainers and tools that read folders.</summary>
internal static class CopyCommand
{
    public static Command Create()
    {
        var release = new Argument<string>("release") { Description = "A release in a container: az://CONTAINER/PREFIX." };
        var folder = new Argument<string>("folder") { Description = "Folder for the copy; it must not exist." };
        return new Command("copy", "Copy a release out of a container into a folder, checked by its digests.") { release, folder }
            .Does(async (parse, settings, cancel) =>
            {
                var (place, target) = (parse.GetRequiredValue(release), Path.GetFullPath(parse.GetRequiredValue(folder)));
                var stores = ReadableRelease.Stores(settings);
                var blobs = stores.BlobsOf(place)
                    ?? throw new ConfigurationException($"{place} is a folder already. copy takes releases out of containers (az://...).");
                if (Path.Exists(target))
                    throw new ConfigurationException($"The folder {target} exists. Name one that does not exist yet.");
                await ReleaseCopy.CheckedAsync(blobs, _ => target, cancel);
                Console.WriteLine(target);
                if (await ReadableRelease.RevokedAsync(place, target, settings, cancel) is { } list)
                    Console.WriteLine($"{list}: rows that were revoked; name this list to whoever reads the copy");
                return ExitCode.Done;
            });
    }
}
