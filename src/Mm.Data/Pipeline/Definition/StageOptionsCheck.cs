using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mm.Data.Pipeline.Definition;

/// <summary>A stage's options as its own record. <paramref name="Index"/> is the stage's place in the file's list.</summary>
internal sealed record BoundOptions(int Index, string Stage, object Value);

/// <summary>Holds each entry of <c>measure</c> against the schema of the stage that it names.</summary>
internal sealed class StageOptionsCheck(PipelineTree tree, StageCatalog catalog, PipelineProblems problems)
{
    /// <summary>
    /// The options of the entries that are sound, in the file's order; the faults of the others were added to the problems.
    /// </summary>
    public IReadOnlyList<BoundOptions> Bind(SchemaCheck check)
    {
        var bound = new List<BoundOptions>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (index, entry, stage) in tree.Stages())
        {
            if (stage is null)
                continue;
            var mark = tree.MarkOf($"measure[{index}].stage");
            if (!catalog.Has(stage))
                problems.Add(mark, $"measure[{index}]: unknown stage {stage}; {NearestName.Hint(stage, catalog.Names)}");
            else if (!seen.TryAdd(stage, index))
                problems.Add(mark, $"measure[{index}]: the stage {stage} stands twice, first as measure[{seen[stage]}]");
            else if (Bind(check, index, entry, stage) is { } options)
                bound.Add(new BoundOptions(index, stage, options));
        }

        return bound;
    }

    private object? Bind(SchemaCheck check, int index, JsonObject entry, string stage)
    {
        var at = $"measure[{index}].with";
        var with = entry.TryGetPropertyValue("with", out var written) ? written : new JsonObject();
        if (with is not JsonObject)
            return null; // the pipeline's own schema has refused it
        if (!check.Fits(catalog.OptionsSchema(stage), with, at))
            return null;
        try
        {
            return OptionsBinding.Bind(catalog.OptionsType(stage), with.Deserialize<JsonElement>());
        }
        catch (ConfigurationException e)
        {
            foreach (var problem in e.Problems)
                problems.Add(tree.MarkOf(at), $"{tree.Subject(at)}: {problem}");
            return null;
        }
    }
}
