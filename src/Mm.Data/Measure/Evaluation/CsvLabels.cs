using System.Globalization;
using CsvHelper;
using Mm.Data.Pipeline;

namespace Mm.Data.Measure.Evaluation;

/// <summary>
/// A CSV file with a header: <c>file</c>, and <c>x, y, width, height</c> or <c>left, top, right, bottom</c>, or <c>points</c> (x and y in
/// turn, parted by spaces), all in pixels of the upright picture. A row whose other fields are empty names a picture with nothing to be
/// found.
/// </summary>
internal static class CsvLabels
{
    private static readonly string[] Sides = ["x", "y", "width", "height"];
    private static readonly string[] Corners = ["left", "top", "right", "bottom"];

    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',',
        HasHeader = true,
        TrackLineNumbers = true,
        IncludeValuesInExceptions = false,
    };

    /// <exception cref="ConfigurationException">The file lacks a column or a row cannot be read; every such row.</exception>
    public static IReadOnlyList<LabelledPicture> Read(string file)
    {
        var problems = new List<string>();
        var pictures = new List<LabelledPicture>();
        try
        {
            using var reader = CsvReader.Create(File.ReadAllBytes(file), Options);
            reader.ReadHeader();
            var columns = Columns(reader, file);
            while (reader.Read())
            {
                if (columns.Thing(reader) is not { } things)
                    problems.Add($"{file}, line {reader.LineNumber}: a box is four numbers, its size positive; points are pairs.");
                else
                    pictures.Add(new LabelledPicture(columns.Field(reader, 0), things));
            }
        }
        catch (Exception e) when (e is CsvFormatException or IOException)
        {
            throw new ConfigurationException($"{file} is not CSV that can be read: {e.Message}");
        }

        return problems.Count > 0 ? throw new ConfigurationException(problems) : pictures;
    }

    private static CsvColumns Columns(CsvReader reader, string file)
    {
        int? Index(string name) => reader.TryGetFieldIndex(name, out var index) ? index : null;
        var path = Index("file") ?? throw new ConfigurationException($"{file} has no column 'file'.");
        int?[] sides = [.. Sides.Select(Index)];
        int?[] corners = [.. Corners.Select(Index)];
        var points = Index("points");
        var box = Array.TrueForAll(sides, side => side is not null) ? sides : corners;
        if (points is null && !Array.TrueForAll(box, side => side is not null))
        {
            throw new ConfigurationException(
                $"{file} has neither columns {string.Join(", ", Sides)} nor {string.Join(", ", Corners)} nor points.");
        }

        return new CsvColumns([path, .. Array.TrueForAll(box, side => side is not null) ? box.Select(side => side!.Value) : []],
            points, IsCorners: box == corners);
    }

    private sealed record CsvColumns(int[] Indices, int? Points, bool IsCorners)
    {
        public string Field(CsvReader reader, int i) => reader.Current.GetString(Indices[i]) ?? "";

        /// <summary>What a row says is there; null where it cannot be read.</summary>
        public IReadOnlyList<LabelledThing>? Thing(CsvReader reader)
        {
            var words = Points is { } at ? reader.Current.GetString(at) ?? "" : "";
            var points = Numbers(words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            var box = Numbers([.. Enumerable.Range(1, Indices.Length - 1).Select(i => Field(reader, i)).Where(field => field.Length > 0)]);
            if (points is null || box is null || points.Length % 2 != 0 || box.Length is not (0 or 4))
                return null;
            if (points.Length == 0 && box.Length == 0)
                return [];
            if (box.Length == 4 && IsCorners)
                box = [box[0], box[1], box[2] - box[0], box[3] - box[1]];
            return box is [_, _, var width, var height] && !(width > 0 && height > 0) ? null : [new LabelledThing
            {
                Box = box.Length == 4 ? new LabelBox(box[0], box[1], box[2], box[3]) : null,
                Points = [.. points.Chunk(2).Select(pair => new LabelPoint(pair[0], pair[1]))],
            }];
        }

        private static double[]? Numbers(string[] words)
        {
            var numbers = new double[words.Length];
            for (var i = 0; i < words.Length; i++)
            {
                if (!double.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])
                    || !double.IsFinite(numbers[i]))
                    return null;
            }

            return numbers;
        }
    }
}
