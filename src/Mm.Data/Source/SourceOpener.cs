using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source;

/// <summary>Chooses how an input is read, by what lies at its path.</summary>
public static class SourceOpener
{
    private const string Wanted = "Pass --input with a folder, a list or a tar archive, here or at az://CONTAINER/PREFIX.";

    /// <summary>
    /// Opens a folder of media, a folder of nothing but tar archives, one tar archive, or a list (<c>.jsonl</c>, <c>.ndjson</c>,
    /// <c>.csv</c>, <c>.parquet</c>) whose paths are relative to its own folder. Nothing is read yet.
    /// </summary>
    /// <param name="files">The store that <paramref name="input"/> lies in.</param>
    /// <param name="input">A path, or an address of blob storage.</param>
    /// <param name="options">Where paths and captions stand.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="ConfigurationException">There is nothing at <paramref name="input"/>, or nothing that can be read as a
    /// source.</exception>
    /// <exception cref="EnvironmentException">The folder may not be listed.</exception>
    public static async Task<ISource> OpenAsync(IFiles files, string input, SourceOptions options, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(input))
            throw new ConfigurationException($"No input was given. {Wanted}");
        var full = BlobAddress.Full(input);
        return await files.FindAsync(full, cancel) switch
        {
            null => throw new ConfigurationException($"Input {input} does not exist. {Wanted}"),
            { Kind: FileEntryKind.Folder } => await OpenFolderAsync(files, full, options, cancel),
            _ => OpenFile(InputFile.At(files, full), input, options),
        };
    }

    private static ISource OpenFile(InputFile file, string input, SourceOptions options) =>
        Path.GetExtension(file.Name).ToLowerInvariant() switch
        {
            ".tar" => new TarSource([file], options.CaptionColumn, takesDocuments: options.TakesDocuments),
            ".jsonl" or ".ndjson" => OfList(file, new JsonLinesList(file, options.PathColumn, options.CaptionColumn), options),
            ".csv" => OfList(file, new CsvList(file, options.PathColumn, options.CaptionColumn), options),
            ".parquet" => OfList(file, new ParquetList(file, options.PathColumn, options.CaptionColumn), options),
            ".tgz" or ".gz" or ".zst" or ".xz" or ".bz2" => throw new ConfigurationException(
                $"Input {input} is compressed as a whole, so its parts cannot be reached in place. Decompress it first."),
            var other => throw new ConfigurationException(
                $"Input {input} has the extension '{other}', which is no source. " +
                "Pass a folder, or a .jsonl, .ndjson, .csv, .parquet or .tar file."),
        };

    private static ListSource OfList(InputFile file, IListReader list, SourceOptions options) => new(file, list, options.TakesDocuments);

    private static async Task<ISource> OpenFolderAsync(IFiles files, string folder, SourceOptions options, CancellationToken cancel)
    {
        try
        {
            var entries = (await files.ListAsync(folder, cancel)).Where(entry => !entry.Name.StartsWith('.')).ToList();
            return entries.Count > 0 && entries.All(entry => entry.Kind is FileEntryKind.File && Path.GetExtension(entry.Name) == ".tar")
                ? new TarSource(
                    [.. entries.Select(entry => new InputFile(files, folder, entry.Name, entry.Name))], options.CaptionColumn,
                    takesDocuments: options.TakesDocuments)
                : new FolderSource(files, folder, options.CaptionColumn, options.TakesDocuments);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException($"The input folder cannot be listed ({e.GetType().Name}). Check its rights.", e);
        }
    }
}
