using System.Globalization;
using System.Text;
using Mm.Data.Pipeline;

namespace Mm.Data.Run;

/// <summary>
/// What Select left for Render, as lines of text in the work folder: ids, splits and numbers, nothing of a sample's content. The first
/// line names the folder of the parts' features, then each part has a line with split, number and count, and a line for each id.
/// </summary>
internal static class SelectionFile
{
    public const string Name = "selection";

    public static async Task WriteAsync(Stream stream, Selection selection)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        await writer.WriteLineAsync(selection.SpillFolder);
        foreach (var part in selection.Parts)
        {
            await writer.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"{part.Split} {part.NumberInSplit} {part.SampleIds.Count}"));
            foreach (var id in part.SampleIds)
                await writer.WriteLineAsync(id);
        }
    }

    /// <summary>Ids are the plan's own strings: one copy of each.</summary>
    public static Selection Read(string path, RunPlan plan)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        var spill = Line(reader);
        var parts = new List<PartPlan>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Split(' ') is not [var split, var number, var count])
                throw new InvalidDataException($"{path}: a part's line has three words.");
            var ids = new string[int.Parse(count, CultureInfo.InvariantCulture)];
            for (var i = 0; i < ids.Length; i++)
                ids[i] = plan.Find(Line(reader)).Id;
            parts.Add(new PartPlan(parts.Count, split, int.Parse(number, CultureInfo.InvariantCulture), ids));
        }

        return new Selection(spill, parts);

        string Line(StreamReader from) => from.ReadLine() ?? throw new InvalidDataException($"{path} is cut short.");
    }
}
