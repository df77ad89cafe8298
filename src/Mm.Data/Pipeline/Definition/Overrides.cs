using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mm.Data.Pipeline.Definition;

/// <summary>
/// <c>--set path=value</c>: a dotted path with list indexes and a YAML value. After <c>measure.</c> a stage's name stands for its
/// options:
/// <c>measure.alignment.model=mini</c> is <c>measure[1].with.model=mini</c> where alignment is the second stage.
/// </summary>
internal static partial class Overrides
{
    /// <summary>Writes the overrides into the tree in their order. Keys that no record has are left for the schema to refuse.</summary>
    public static void Apply(PipelineTree tree, IReadOnlyList<string> overrides, PipelineProblems problems)
    {
        foreach (var text in overrides)
        {
            var mark = new Mark(0, text);
            if (Form().Match(text) is not { Success: true } match)
            {
                problems.Add(mark, "must be path=value, such as select.rules[0].min=0.25");
                continue;
            }

            var sound = true;
            var (value, _) = YamlReader.Read(match.Groups["value"].Value, (_, problem) =>
            {
                problems.Add(mark, problem);
                sound = false;
            });
            if (sound && Problem(tree, Steps(match.Groups["path"].Value), value, mark) is { } found)
                problems.Add(mark, found);
        }
    }

    private static List<string> Steps(string path) => [.. Step().Matches(path).Select(step => step.Value.TrimStart('.').Trim('[', ']'))];

    // Walks to the place and writes there; returns what is in the way, if anything.
    private static string? Problem(PipelineTree tree, List<string> steps, JsonNode? value, Mark mark)
    {
        JsonNode at = tree.Root;
        var path = "";
        for (var i = 0; i < steps.Count; i++)
        {
            var last = i == steps.Count - 1;
            switch (at)
            {
                case JsonObject map:
                    path = PipelineTree.Join(path, steps[i]);
                    tree.SetMark(path, last || map[steps[i]] is null ? mark : tree.MarkOf(path));
                    if (last)
                        map[steps[i]] = value;
                    else
                        at = map[steps[i]] ??= new JsonObject();
                    break;
                case JsonArray list when Index(tree, path, steps[i], list) is { } index:
                    path = $"{path}[{index}]";
                    if (last)
                    {
                        list[index] = value;
                        tree.SetMark(path, mark);
                    }
                    else
                    {
                        at = list[index] ??= new JsonObject();
                    }

                    if (!last && path == $"measure[{index}]" && !char.IsAsciiDigit(steps[i][0]))
                        steps.Insert(i + 1, "with");
                    break;
                case JsonArray list:
                    return Missing(tree, path, steps[i], list.Count);
                default:
                    return $"{path} is a single value and has no {steps[i]}";
            }
        }

        return null;
    }

    private static int? Index(PipelineTree tree, string path, string step, JsonArray list)
    {
        if (int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return index < list.Count ? index : null;
        return path == "measure"
            ? tree.Stages().Where(stage => stage.Stage == step).Select(stage => (int?)stage.Index).FirstOrDefault()
            : null;
    }

    private static string Missing(PipelineTree tree, string path, string step, int count) => path == "measure"
        ? $"measure has no stage {step}; {NearestName.Hint(step, tree.Stages().Select(stage => stage.Stage).OfType<string>())}"
        : $"{path} has no entry {step}; it has {count}, counted from 0";

    [GeneratedRegex(@"\A(?<path>[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+|\[[0-9]{1,4}\])*)=(?<value>.*)\z", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex(@"\.?[A-Za-z0-9_-]+|\[[0-9]+\]")]
    private static partial Regex Step();
}
