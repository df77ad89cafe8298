using System.Text.Json.Nodes;

namespace Mm.Data.Pipeline.Definition;

/// <summary>Holds the rules of <c>render.text</c> against the types that the stages may find, each other, and the key of the
/// settings.</summary>
internal sealed class TextRuleCheck(PipelineTree tree, PipelineProblems problems)
{
    private const string At = "render.text";

    /// <param name="types">Types that spans may have; null where a stage could not be built, so that they are not all known.</param>
    /// <param name="hasKey">The settings have a key.</param>
    public void Check(IReadOnlyCollection<string>? types, bool hasKey)
    {
        var rules = (tree.Root["render"] as JsonObject)?["text"] as JsonArray ?? [];
        var named = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i] is not JsonObject rule)
                continue;
            CheckOperator($"{At}[{i}]", rule, hasKey);
            string[] ofRule = [.. (rule["types"] as JsonArray ?? []).Select(PipelineTree.Text).OfType<string>().DefaultIfEmpty("")];
            for (var j = 0; j < ofRule.Length; j++)
                CheckType(i, j, ofRule[j], types, named);
        }
    }

    private void CheckOperator(string path, JsonObject rule, bool hasKey)
    {
        if (!Enum.TryParse<TextOperator>(PipelineTree.Text(rule["with"]), ignoreCase: true, out var with))
            return; // the schema has told
        if (TextRule.NeedsKey(with) && !hasKey)
        {
            problems.Add(tree.MarkOf($"{path}.with"), $"{path}.with: {PipelineTree.Text(rule["with"])} needs a key; "
                + "set Privacy:KeyFile in appsettings.json or MMDATA_Privacy__Key in the environment");
        }

        if (rule["keepLast"] is not null && with is not TextOperator.Mask)
            problems.Add(tree.MarkOf($"{path}.keepLast"), $"{path}.keepLast: only mask keeps anything");
    }

    private void CheckType(int rule, int at, string type, IReadOnlyCollection<string>? types, Dictionary<string, int> named)
    {
        var path = type.Length == 0 ? $"{At}[{rule}]" : $"{At}[{rule}].types[{at}]";
        if (!named.TryAdd(type, rule))
        {
            problems.Add(tree.MarkOf(path), type.Length == 0
                ? $"{path}: {At}[{named[type]}] has no types either; one rule is for all others"
                : $"{path}: {type} stands in {At}[{named[type]}] too");
        }
        else if (type.Length > 0 && types is not null && !types.Contains(type))
        {
            problems.Add(tree.MarkOf(path), $"{path}: no stage in measure finds {type}; {NearestName.Hint(type, types)}");
        }
    }
}
