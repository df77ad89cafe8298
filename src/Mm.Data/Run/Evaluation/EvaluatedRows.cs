using Mm.Data.Evaluate;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Publish;
using Mm.Data.Select;
using Mm.Data.Write;

namespace Mm.Data.Run.Evaluation;

/// <summary>A row of a release with what was measured of it.</summary>
/// <param name="Split">Its split.</param>
/// <param name="IsDrawn">Whether it is ranked; only such a one keeps its embedding.</param>
/// <param name="Notes">The row without its media.</param>
/// <param name="Hash">Perceptual hash.</param>
/// <param name="Language">Of the caption.</param>
/// <param name="Script">Of the caption.</param>
/// <param name="People">Whether somebody was seen.</param>
internal sealed record EvaluatedRow(
    string Split, bool IsDrawn, SampleNotes Notes, ulong? Hash, string? Language, string? Script, bool? People)
{
    public ReleasedRow ForLeaks => new(Split, Notes.SourceSha256, Notes.Text, Hash, Notes.Embedding);

    public ShownRow Shown => new(
        Notes.Modality, Notes.Source, Notes.Licence, Language, Script,
        Notes.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length, People);
}

/// <summary>Reads the rows of a release, or of the staging folder that is to become one, without touching media.</summary>
internal static class EvaluatedRows
{
    public static IReadOnlyList<string> Scores { get; } = ["alignment.cosine", "alignment.margin"];

    private const string Faces = "faces.boxes";
    private const string Heads = "heads.boxes";
    private const string Language = "caption-quality.language";
    private const string Script = "caption-quality.script";

    private static readonly HashSet<string> Read =
        new([KnownFeatures.PerceptualHash, KnownFeatures.FlatPicture, Faces, Heads, Language, Script], StringComparer.Ordinal);

    /// <summary>The rows by id; of the chosen split at most <see cref="EvaluateOptions.RowsMax"/> are drawn.</summary>
    /// <param name="folder">Holds <c>train/</c>, <c>eval/</c> and <c>features/</c>.</param>
    /// <param name="options">What to draw.</param>
    /// <param name="cancel">Stops reading.</param>
    /// <exception cref="EnvironmentException">A file is damaged.</exception>
    public static async Task<IReadOnlyList<EvaluatedRow>> ReadAsync(string folder, EvaluateOptions options, CancellationToken cancel)
    {
        var drawn = await DrawAsync(folder, options, cancel);
        var rows = new Dictionary<string, EvaluatedRow>(StringComparer.Ordinal);
        foreach (var (split, path) in Parts(folder))
        {
            await foreach (var notes in SampleNotes.ReadAsync(path, name => Scores.Contains(name), cancel))
            {
                var isDrawn = drawn.Contains(notes.Id);
                var kept = isDrawn ? notes : notes with { Embedding = null };
                rows[notes.Id] = new EvaluatedRow(split, isDrawn, kept, null, null, null, null);
            }
        }

        foreach (var path in Files(folder, ReleasePaths.Features))
        {
            var table = await FeatureFile.ReadAsync(path, column => Read.Contains(column.Name), cancel);
            var searched = table.Columns.Any(column => column.Name is Faces or Heads);
            foreach (var sample in table.Rows)
            {
                if (rows.TryGetValue(sample.Id, out var row))
                    rows[sample.Id] = With(row, sample.Features, searched);
            }
        }

        return [.. rows.Values.OrderBy(row => row.Notes.Id, StringComparer.Ordinal)];
    }

    /// <summary>The part files of a folder with their splits.</summary>
    public static IEnumerable<(string Split, string Path)> Parts(string folder) =>
        from split in new[] { ReleasePaths.Train, ReleasePaths.Eval }
        from path in Files(folder, split)
        select (split, path);

    private static async Task<HashSet<string>> DrawAsync(string folder, EvaluateOptions options, CancellationToken cancel)
    {
        var chosen = options.Split is EvaluatedSplit.All ? null : EnumCode.Of(options.Split);
        var ids = new List<string>();
        foreach (var (_, path) in Parts(folder).Where(part => chosen is null || part.Split == chosen))
        {
            await foreach (var id in SampleFile.ReadIdsAsync(path, cancel))
                ids.Add(id);
        }

        return [.. RetrievalFigures.Drawn(ids, id => id, options.Seed).Take(options.RowsMax)];
    }

    private static EvaluatedRow With(EvaluatedRow row, FeatureRow features, bool searched) => row with
    {
        Hash = SelectTableBuilder.HashOf(features),
        Language = features.Code(Language),
        Script = features.Code(Script),
        People = searched && row.Notes.Modality != "audio" ? features.Boxes(Faces).Count + features.Boxes(Heads).Count > 0 : null,
    };

    private static IEnumerable<string> Files(string folder, string kind) => Directory.Exists(Path.Combine(folder, kind))
        ? Directory.EnumerateFiles(Path.Combine(folder, kind), "*.parquet").Order(StringComparer.Ordinal)
        : [];
}
