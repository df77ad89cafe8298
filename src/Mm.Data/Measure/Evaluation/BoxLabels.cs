using Mm.Data.Pipeline;

namespace Mm.Data.Measure.Evaluation;

/// <summary>
/// Reads the labels of a data set: a file, or a folder with one or more of them. By name: <c>.json</c> is COCO, <c>.xml</c> is dlib's
/// imglab, <c>.csv</c> a list. Pictures are named relative to their label file's folder, or by their file name anywhere below it.
/// </summary>
public static class BoxLabels
{
    private static readonly string[] Pictures = [".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff"];

    /// <exception cref="ConfigurationException">No labels, or labels that cannot be read or name missing pictures; every fault.</exception>
    public static IReadOnlyList<LabelledPicture> Read(string dataset)
    {
        var files = File.Exists(dataset) ? [dataset] : LabelFiles(dataset);
        if (files.Length == 0)
        {
            throw new ConfigurationException(
                $"{dataset} holds no labels. Put a COCO .json, a dlib .xml or a .csv beside the pictures, or say --nobody " +
                "when no picture shows what is to be found.");
        }

        var problems = new List<string>();
        var pictures = files.SelectMany(file => Located(ReadFile(file, problems), file, problems)).ToArray();
        return problems.Count > 0 ? throw new ConfigurationException(problems) : [.. Joined(pictures)];
    }

    /// <summary>Every picture below a folder, with nothing to be found on it.</summary>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public static IReadOnlyList<LabelledPicture> Nobody(string folder)
    {
        var pictures = Directory.Exists(folder)
            ? PicturesBelow(folder).Select(path => new LabelledPicture(path, [])).ToArray()
            : [];
        return pictures.Length > 0 ? pictures : throw new ConfigurationException($"{folder} is no folder with pictures in it.");
    }

    private static string[] LabelFiles(string folder) => !Directory.Exists(folder)
        ? throw new ConfigurationException($"{folder} is neither a label file nor a folder.")
        : [.. Directory.EnumerateFiles(folder).Where(path => Extension(path) is ".json" or ".xml" or ".csv").Order(StringComparer.Ordinal)];

    private static IReadOnlyList<LabelledPicture> ReadFile(string file, List<string> problems)
    {
        try
        {
            return Extension(file) switch
            {
                ".json" => CocoLabels.Read(file),
                ".xml" => DlibLabels.Read(file),
                ".csv" => CsvLabels.Read(file),
                _ => throw new ConfigurationException($"{file}: labels are .json (COCO), .xml (dlib) or .csv."),
            };
        }
        catch (ConfigurationException e)
        {
            problems.AddRange(e.Problems);
            return [];
        }
    }

    private static IEnumerable<LabelledPicture> Located(IReadOnlyList<LabelledPicture> pictures, string labels, List<string> problems)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(labels))!;
        ILookup<string, string>? byName = null;
        foreach (var picture in pictures)
        {
            var path = Path.Combine(folder, picture.Path);
            if (!File.Exists(path))
            {
                byName ??= PicturesBelow(folder).ToLookup(found => Path.GetFileName(found)!, StringComparer.Ordinal);
                path = byName[Path.GetFileName(picture.Path)].FirstOrDefault();
            }

            if (path is null)
                problems.Add($"{labels} names {picture.Path}, which is not below {folder}.");
            else
                yield return picture with { Path = path };
        }
    }

    /// <summary>One entry a picture, in the order of paths, however often label files name it.</summary>
    private static IEnumerable<LabelledPicture> Joined(IEnumerable<LabelledPicture> pictures) => pictures
        .GroupBy(picture => picture.Path, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => new LabelledPicture(group.Key, [.. group.SelectMany(picture => picture.Things)]));

    private static IEnumerable<string> PicturesBelow(string folder) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(path => Pictures.Contains(Extension(path)))
        .Order(StringComparer.Ordinal);

    private static string Extension(string path) => Path.GetExtension(path).ToLowerInvariant();
}
