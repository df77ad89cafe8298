using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source;

/// <summary>Chooses how an input is read, by what lies at its path.</summary>
public static class SourceOpener
{
    /// <summary>
    /// Opens a folder of media, a folder of nothing but tar archives, one tar archive, or a list (<c>.jsonl</c>, <c>.ndjson</c>,
    /// <c>.csv</c>, <c>.parquet</c>) whose paths are relative to its own folder. Nothing is read yet.
    /// </summary>
    /// <exception cref="ConfigurationException">There is nothing at <paramref name="input"/>, or nothing that can be read as a
    /// source.</exception>
    /// <exception cref="EnvironmentException">The folder may not be listed.</exception>
    public static ISource Open(string input, SourceOptions options)
    {
        if (string.IsNullOrWhiteSpace(input))
            throw new ConfigurationException("No input was given. Pass --input with a folder, a list or a tar archive.");
        var full = Path.GetFullPath(input);
        if (Directory.Exists(full))
            return OpenFolder(full, options);
        if (!File.Exists(full))
            throw new ConfigurationException($"Input {input} does not exist. Pass --input with a folder, a list or a tar archive.");

        var (folder, label) = (Path.GetDirectoryName(full)!, Path.GetFileName(full));
        return Path.GetExtension(full).ToLowerInvariant() switch
        {
            ".tar" => new TarSource([full], options.CaptionColumn),
            ".jsonl" or ".ndjson" => new ListSource(
                folder, label, new JsonLinesList(full, label, options.PathColumn, options.CaptionColumn)),
            ".csv" => new ListSource(folder, label, new CsvList(full, label, options.PathColumn, options.CaptionColumn)),
            ".parquet" => new ListSource(folder, label, new ParquetList(full, label, options.PathColumn, options.CaptionColumn)),
            ".tgz" or ".gz" or ".zst" or ".xz" or ".bz2" => throw new ConfigurationException(
                $"Input {input} is compressed as a whole, so its parts cannot be reached in place. Decompress it first."),
            var other => throw new ConfigurationException(
                $"Input {input} has the extension '{other}', which is no source. " +
                "Pass a folder, or a .jsonl, .ndjson, .csv, .parquet or .tar file."),
        };
    }

    private static ISource OpenFolder(string folder, SourceOptions options)
    {
        try
        {
            var entries = new DirectoryInfo(folder).GetFileSystemInfos().Where(entry => !entry.Name.StartsWith('.')).ToList();
            return entries.Count > 0 && entries.All(entry => entry is FileInfo { Extension: ".tar", LinkTarget: null })
                ? new TarSource([.. entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal)], options.CaptionColumn)
                : new FolderSource(folder, options.CaptionColumn);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException($"The input folder cannot be listed ({e.GetType().Name}). Check its rights.", e);
        }
    }
}
