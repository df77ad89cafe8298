using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mm.Data.Pipeline.Definition;

/// <summary>
/// Builds the stages and holds every feature that the file names against the columns they write. A stage that cannot be built excuses the
/// features that it would write, so that one slip is told once.
/// </summary>
internal sealed class ColumnCheck(PipelineTree tree, StageCatalog catalog, IServiceProvider services, PipelineProblems problems)
{
    private const string Modality = KnownFeatures.Modality;

    private readonly Dictionary<string, FeatureKind> _columns = new(StringComparer.Ordinal);
    private readonly HashSet<string> _excused = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _spanTypes = new(StringComparer.Ordinal);

    /// <summary>The stages that could be built; faults were added to the problems.</summary>
    public IReadOnlyList<IStage> Build(IReadOnlyList<BoundOptions> options)
    {
        var stages = new List<IStage>();
        foreach (var (index, _, name) in tree.Stages())
        {
            var bound = options.FirstOrDefault(option => option.Index == index);
            if (bound is null)
                Guess(name);
            else if (Build(bound) is { } stage)
                stages.Add(stage);
        }

        if ((tree.Root["source"] as JsonObject)?["documents"] is JsonObject)
        {
            foreach (var column in DocumentColumns.All)
                _columns.TryAdd(column.Name, column.Kind);
        }

        if ((tree.Root["source"] as JsonObject)?["clips"] is JsonObject)
        {
            foreach (var column in ClipColumns.All)
                _columns.TryAdd(column.Name, column.Kind);
        }

        CheckFeatures();
        return stages;
    }

    private IStage? Build(BoundOptions bound)
    {
        var at = $"measure[{bound.Index}]";
        try
        {
            var stage = catalog.Build(bound.Stage, bound.Value, services);
            _spanTypes.UnionWith(stage.Columns.SelectMany(column => column.SpanTypes));
            foreach (var column in stage.Columns.Where(column => !_columns.TryAdd(column.Name, column.Kind)))
                problems.Add(tree.MarkOf(at), $"{tree.Subject(at)} writes {column.Name}, which another stage writes too");
            return stage;
        }
        catch (ConfigurationException e)
        {
            foreach (var problem in e.Problems)
                problems.Add(tree.MarkOf(MarkPath(bound.Index, problem)), $"{tree.Subject(at)}: {problem}");
            Guess(bound.Stage);
            return null;
        }
    }

    // The stage's own line, or that of its model where a model is what could not be opened.
    private string MarkPath(int index, string problem)
    {
        var at = $"measure[{index}]";
        var with = tree.Root["measure"]?[index]?["with"] as JsonObject;
        var model = PipelineTree.Text(with?["model"]);
        return model is not null && problem.Contains(model, StringComparison.Ordinal) ? $"{at}.with.model" : at;
    }

    // What the stage would write if its entry were sound: by its default options, else whatever begins with its name.
    private void Guess(string? name)
    {
        if (name is null)
            return;
        if (!catalog.Has(name))
            _excused.Add(name);
        if ((catalog.Has(name) ? name : NearestName.To(name, catalog.Names)) is not { } near)
            return;
        try
        {
            var stage = catalog.Build(near, OptionsBinding.Bind(catalog.OptionsType(near), JsonDocument.Parse("{}").RootElement), services);
            _spanTypes.UnionWith(stage.Columns.SelectMany(column => column.SpanTypes));
            foreach (var column in stage.Columns)
                _columns.TryAdd(column.Name, column.Kind);
        }
        catch (ConfigurationException)
        {
            _excused.Add(near); // the fault itself has been told
        }
    }

    private void CheckFeatures()
    {
        if (!_columns.ContainsKey(Modality) && !_excused.Contains("media"))
            problems.Add(tree.MarkOf("measure"), $"measure: the stage media is missing; select needs its {Modality}");

        var select = new SelectCheck(tree, problems, _columns, IsExcused);
        select.CheckFeatures();
        var render = tree.Root["render"] as JsonObject;
        foreach (var (path, name) in SelectCheck.Named(render?["fill"] as JsonArray, "render.fill", "feature"))
            select.Check(path, name, "boxes", FeatureKind.Boxes);
        CheckReplaceText(render, select);
        new TextRuleCheck(tree, problems).Check(
            _excused.Count == 0 ? _spanTypes : null, services.GetService(typeof(RedactionKey)) is not null);
    }

    // Absent means its default, which must hold as well: captions never stay unredacted because a stage was forgotten.
    private void CheckReplaceText(JsonObject? render, SelectCheck features)
    {
        if (render?.ContainsKey("replaceText") is true)
        {
            foreach (var (path, name) in SelectCheck.Texts(render["replaceText"] as JsonArray, "render.replaceText"))
                features.Check(path, name, "spans", FeatureKind.Spans);
            return;
        }

        foreach (var name in new RenderOptions().ReplaceText.Where(name => !_columns.ContainsKey(name) && !IsExcused(name)))
        {
            problems.Add(tree.MarkOf("render"), $"render.replaceText: no stage writes {name}, its default; "
                + "add the stage, or write replaceText: [] to publish captions as they are");
        }
    }

    private bool IsExcused(string feature) => _excused.Any(stage => feature.StartsWith(stage + ".", StringComparison.Ordinal));
}
