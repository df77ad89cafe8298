using System.Text.Json;
using Mm.Data.Catalog;
using Mm.Data.Catalog.Schedules;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Source;
using Mm.Data.Source.Clips;
using Mm.Data.Source.Documents;
using Mm.Data.Storage;

namespace Mm.Data.Run;

/// <summary>
/// Opens what a run reads: all of its input, or what the window of a schedule takes of it. Whoever opens it again comes to the same
/// samples.
/// </summary>
public sealed class RunSources(RunCatalog catalog, StateOptions state, Stores stores, IDocuments documents)
{
    private const int DigestDigits = 32;

    /// <exception cref="ConfigurationException">The input is none, or the window is gone.</exception>
    /// <exception cref="EnvironmentException">The input cannot be listed; while it is: a file changed since the window took
    /// it.</exception>
    public async Task<ISource> OpenAsync(RunRequest request, SourceOptions options, CancellationToken cancel) =>
        TakingApart(await ChosenAsync(request, options, cancel), options, documents);

    /// <summary>What takes the documents and films of a run apart.</summary>
    internal PartShelves ShelvesOf(SourceOptions options) => ShelvesOf(options, documents);

    /// <summary>The source with its documents and films taken apart, where the options say so.</summary>
    internal static ISource TakingApart(ISource source, SourceOptions options, IDocuments documents)
    {
        var shelves = ShelvesOf(options, documents);
        if (shelves.Documents is { } opens)
            source = new DocumentSource(source, opens);
        return shelves.Clips is { } cuts ? new ClipSource(source, cuts) : source;
    }

    private static PartShelves ShelvesOf(SourceOptions options, IDocuments documents) => new(
        options.Documents is { } limits ? new DocumentShelf(documents, limits) : null,
        options.Clips is { } clips ? new ClipShelf(documents, clips) : null);

    private async Task<ISource> ChosenAsync(RunRequest request, SourceOptions options, CancellationToken cancel)
    {
        var all = await AllAsync(request, options, cancel);
        if (request.Window is not { } key)
            return all;
        var window = await catalog.Schedules.Windows.FindAsync(key, cancel);
        var schedule = await catalog.Schedules.FindAsync(key.Schedule, cancel);
        if (window is null || schedule is null)
            throw new ConfigurationException($"The schedule {key.Schedule} is gone, and with it what this run was to take.");
        if (schedule.CursorTries is null)
            return Filtered(all, FilterOf(window));
        var taken = await catalog.Schedules.Entries.OfAsync(key, cancel);
        var server = await ServerKey.OpenAsync(state, cancel);
        return new ChosenSource(all, async (entry, stop) =>
        {
            if (!taken.TryGetValue(NameOf(server, key.Schedule, entry), out var version))
                return false;
            var now = VersionOf(server, key.Schedule, entry, await entry.ReadVersionAsync(stop));
            return now == version ? true : throw new EnvironmentException(
                "A file of the window changed after it was taken.", EnvironmentFault.SourceChanged);
        });
    }

    /// <summary>The whole input of a request, wherever it lies.</summary>
    internal Task<ISource> AllAsync(RunRequest request, SourceOptions options, CancellationToken cancel) =>
        SourceOpener.OpenAsync(stores.FilesOf(request.Input), request.Input, options, cancel);

    /// <summary>What a filter takes of a source.</summary>
    internal static ISource Filtered(ISource all, WindowFilter? filter) => filter is null
        ? all
        : new ChosenSource(all, async (entry, stop) => filter.Takes(entry.Key, (await entry.ReadVersionAsync(stop))?.Modified));

    internal static WindowFilter? FilterOf(WindowRecord window) =>
        window.FilterJson is { } json ? JsonSerializer.Deserialize<WindowFilter>(json) : null;

    internal static string NameOf(ServerKey server, string schedule, SourceEntry entry) =>
        server.Digest("cursor-name", $"{schedule}\0{entry.Key}")[..DigestDigits];

    /// <summary>Of name and tag together, so that one set of digests tells what is known. A file without a tag is never known.</summary>
    internal static string VersionOf(ServerKey server, string schedule, SourceEntry entry, SourceVersion? version) =>
        server.Digest("cursor-version", $"{schedule}\0{entry.Key}\0{version?.ETag}")[..DigestDigits];
}
