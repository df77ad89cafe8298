using System.Text.Json;
using Mm.Data.Pipeline;

namespace Mm.Data.Measure.Evaluation;

/// <summary>
/// COCO's JSON: <c>images</c> (id, file_name) and <c>annotations</c> (image_id, bbox as x, y, width, height). Where an annotation has
/// <c>keypoints</c> (x, y, visibility), it is a person whose box is not that of the face: the face's points are taken, of which COCO has
/// five (nose, eyes, ears), and ears only where neither nose nor eyes are labelled. A person without such a point shows no face and is
/// left out; crowds are ignored.
/// </summary>
internal static class CocoLabels
{
    private const int PointNumbers = 3;
    private const int NoseAndEyes = 3;
    private const int FacePoints = 5;

    /// <exception cref="ConfigurationException">The file is no such JSON.</exception>
    public static IReadOnlyList<LabelledPicture> Read(string file)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            var root = json.RootElement;
            var things = root.GetProperty("annotations").EnumerateArray()
                .Select(annotation => (Image: annotation.GetProperty("image_id").ToString(), Thing: Thing(annotation)))
                .Where(pair => pair.Thing is not null)
                .ToLookup(pair => pair.Image, pair => pair.Thing!, StringComparer.Ordinal);
            return [.. root.GetProperty("images").EnumerateArray().Select(image => new LabelledPicture(
                image.GetProperty("file_name").GetString() ?? "", [.. things[image.GetProperty("id").ToString()]]))];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IOException)
        {
            throw new ConfigurationException($"{file} is no COCO JSON with images and annotations: {e.Message}");
        }
    }

    private static LabelledThing? Thing(JsonElement annotation)
    {
        var crowd = annotation.TryGetProperty("iscrowd", out var value) && value.ToString() is "1" or "true" or "True";
        if (!crowd && annotation.TryGetProperty("keypoints", out var keypoints))
            return Points(keypoints) is { Length: > 0 } points ? new LabelledThing { Points = points } : null;
        double[] box = [.. annotation.GetProperty("bbox").EnumerateArray().Select(number => number.GetDouble())];
        return box is [var x, var y, > 0 and var width, > 0 and var height]
            ? new LabelledThing { Box = new LabelBox(x, y, width, height), IsIgnored = crowd }
            : throw new FormatException("a bbox is not four numbers with a positive width and height");
    }

    private static LabelPoint[] Points(JsonElement keypoints)
    {
        double[] numbers = [.. keypoints.EnumerateArray().Select(number => number.GetDouble())];
        var labelled = Enumerable.Range(0, Math.Min(FacePoints, numbers.Length / PointNumbers))
            .Where(i => numbers[(i * PointNumbers) + 2] > 0)
            .ToArray();
        var chosen = labelled.Where(i => i < NoseAndEyes).ToArray();
        return [.. (chosen.Length > 0 ? chosen : labelled)
            .Select(i => new LabelPoint(numbers[i * PointNumbers], numbers[(i * PointNumbers) + 1]))];
    }
}
