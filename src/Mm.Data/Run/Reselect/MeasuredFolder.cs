using Mm.Data.Pipeline;
using Mm.Data.Publish;

namespace Mm.Data.Run.Reselect;

/// <summary>Where features lie, and what was decided on them: a release, or the staging folder of a run.</summary>
internal sealed class MeasuredFolder : IDisposable
{
    private const string SelectEvents = "audit/select.jsonl";

    private readonly ReleaseReader? _release;

    private MeasuredFolder(ReleaseReader? release, string folder, IReadOnlyList<string> files)
    {
        _release = release;
        Features = Under(folder, files.Where(file => Is(file, ReleasePaths.Features, ".parquet")));
        Decided = Under(folder, files.Where(file => file == SelectEvents));
        Pipeline = Under(folder, files.Where(file => file == ReleasePaths.Pipeline)).SingleOrDefault();
    }

    public IReadOnlyList<string> Features { get; }

    /// <summary>Files of Select's events; none where it has not decided yet.</summary>
    public IReadOnlyList<string> Decided { get; }

    /// <summary>The pipeline that it was made with; null where it does not hold it.</summary>
    public string? Pipeline { get; }

    /// <exception cref="ConfigurationException">There are no features there.</exception>
    /// <exception cref="EnvironmentException">The release's manifest is damaged.</exception>
    public static async Task<MeasuredFolder> OpenAsync(string folder, CancellationToken cancel)
    {
        if (!File.Exists(Path.Combine(folder, ReleaseManifest.FileName)))
        {
            var features = Path.Combine(folder, ReleasePaths.Features);
            return Directory.Exists(features) && Directory.EnumerateFiles(features, "*.parquet").Any()
                ? new MeasuredFolder(null, folder, ReleasePaths.Files(folder))
                : throw new ConfigurationException(
                    $"{folder} is no release and holds no features: give the folder of a release, or of a run that has measured.");
        }

        var release = await ReleaseReader.OpenAsync(folder, cancel);
        return new MeasuredFolder(release, release.Folder, [.. release.Manifest.Files().Select(file => file.Path)]);
    }

    public void Dispose() => _release?.Dispose();

    private static IReadOnlyList<string> Under(string folder, IEnumerable<string> files) =>
        [.. files.Order(StringComparer.Ordinal).Select(file => Path.Combine(folder, file))];

    private static bool Is(string path, string folder, string extension) =>
        path.StartsWith(folder + "/", StringComparison.Ordinal) && path.EndsWith(extension, StringComparison.Ordinal);
}
