using System.Text.Json;
using Mm.Data.Audit;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Publish;

namespace Mm.Data.Web.Read.Columns;

/// <summary>Makes the index of a release: once, in about half a minute for a million samples.</summary>
internal static class IndexBuilder
{
    /// <summary>Makes it in <paramref name="folder"/>, which appears whole or not at all.</summary>
    /// <param name="release">Whose.</param>
    /// <param name="folder">Where; its parent is there.</param>
    /// <param name="progress">Told the share of files that were read, 0 to 1.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="Pipeline.EnvironmentException">The release is damaged.</exception>
    public static async Task BuildAsync(ReleaseReader release, string folder, Action<double> progress, CancellationToken cancel)
    {
        var temporary = folder + Pipeline.Durable.TemporarySuffix;
        if (Directory.Exists(temporary))
            Directory.Delete(temporary, recursive: true);
        Directory.CreateDirectory(temporary);
        var manifest = release.Manifest;
        var (files, done) = (manifest.Features.Count + manifest.Shards.Count + manifest.Audit.Count, 0);
        void Done() => progress(++done / (double)files);

        var features = new FeatureColumns(release, temporary);
        await features.CopyAsync(Done, cancel);
        var rows = new RowColumns(release, features.Ids, temporary);
        await rows.CopyAsync(Done, cancel);
        var names = features.Numbers.Select(number => number.Name).ToHashSet(StringComparer.Ordinal);
        var column = new VerdictColumn(release, features.Ids, names);
        var (verdicts, kinds) = await column.FindAsync(features.Ended, rows.Places, Done, cancel);
        Write(Path.Combine(temporary, IndexNames.Verdicts), verdicts);
        Write(Path.Combine(temporary, IndexNames.Places), rows.Places);
        var facts = new IndexFacts
        {
            Version = IndexFacts.CurrentVersion,
            Samples = features.Ids.Count,
            Released = rows.Places.LongCount(place => place.Part != ReleaseIndex.NoPart),
            Numbers = features.Numbers,
            Verdicts = kinds,
            Bounds = column.Bounds,
            Sources = rows.Sources,
            Parts = rows.Parts,
            HasHashes = features.HasHashes,
            SketchBytes = rows.SketchBytes,
            FirstEvents = await AuditIndex.FirstsAsync(release, cancel),
            EventLines = column.Lines,
        };
        await File.WriteAllBytesAsync(
            Path.Combine(temporary, IndexNames.Facts), JsonSerializer.SerializeToUtf8Bytes(facts, PipelineJson.Options), cancel);
        Directory.Move(temporary, folder);
    }

    private static void Write<T>(string path, T[] values)
        where T : unmanaged
    {
        using var file = new ColumnWriter(path);
        file.Write<T>(values);
    }
}
