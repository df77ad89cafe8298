using System.Text.Json;
using System.Text.Json.Nodes;
using Mm.Data.Pipeline.Expressions;

namespace Mm.Data.Pipeline.Definition;

/// <summary>
/// What the schema cannot say of <c>select</c>: the form of rules and steps, and that the features it names are measured.
/// </summary>
internal sealed class SelectCheck(
    PipelineTree tree, PipelineProblems problems, IReadOnlyDictionary<string, FeatureKind> columns, Func<string, bool> isExcused)
{
    // Written out or not, the default holds for pipelines that do not measure all of it.
    private static readonly IReadOnlyList<string> DefaultBest = new DuplicateOptions().KeepBest;

    private static readonly FeatureKind[] Numbers = [FeatureKind.Number, FeatureKind.Whole, FeatureKind.Flag];

    /// <summary>Rules and steps by themselves, whatever is measured.</summary>
    public static void CheckForm(PipelineTree tree, PipelineProblems problems)
    {
        var select = tree.Root["select"] as JsonObject;
        foreach (var (path, rule) in Objects(select?["rules"] as JsonArray, "select.rules"))
            CheckRule(path, rule);
        foreach (var (path, step) in Objects(select?["take"] as JsonArray, "select.take"))
            CheckTake(path, step);

        void CheckRule(string path, JsonObject rule)
        {
            var isBound = rule["feature"] is not null || rule["min"] is not null || rule["max"] is not null;
            if (PipelineTree.Text(rule["rule"]) is { } text)
            {
                if (isBound)
                    Tell(path, "a rule is either a condition or a feature with min or max; write both as two rules");
                if (Parsed(text, out var fault) is null)
                    Tell($"{path}.rule", Fault(text, fault!));
            }
            else if (rule["rule"] is null && rule["feature"] is null)
            {
                Tell(path, "a rule needs rule, a condition, or feature with min or max");
            }
            else if (rule["rule"] is null && rule["min"] is null && rule["max"] is null && !IsTrue(rule["auto"]))
            {
                Tell(path, "a rule needs min or max");
            }

            if (IsTrue(rule["auto"]) && (rule["min"] is not null || rule["feature"] is null))
                Tell($"{path}.auto", "auto chooses min, so it stands with feature and without min");

            if (rule["min"] is JsonValue min && rule["max"] is JsonValue max && Number(min) > Number(max))
                Tell(path, $"min {min.ToJsonString()} is above max {max.ToJsonString()}: nothing would be kept");
        }

        void CheckTake(string path, JsonObject step)
        {
            var mix = step["mix"] as JsonObject;
            if (mix is { Count: > 0 } && step["within"] is null)
                Tell($"{path}.mix", "weights need within, the feature whose values they weigh");
            if (mix is { Count: > 0 } && step["share"] is not null)
                Tell($"{path}.share", "mix takes as many as can be; write count for fewer");
            foreach (var (value, weight) in mix ?? [])
            {
                if (weight is JsonValue number && Number(number) is not > 0)
                    Tell($"{path}.mix.{value}", "a weight is above 0; leave a value out to drop it");
            }

            if (mix is not { Count: > 0 } && step["share"] is null == step["count"] is null)
                Tell(path, "a step needs one of share, count and mix");
            if (step["smallest"] is not null && step["best"] is null)
                Tell($"{path}.smallest", "smallest needs best, the feature in question");
        }

        void Tell(string path, string problem) => problems.Add(tree.MarkOf(path), $"{path}: {problem}");
    }

    /// <summary>Every feature that <c>select</c> names, and its kind.</summary>
    public void CheckFeatures()
    {
        var select = tree.Root["select"] as JsonObject;
        var rules = select?["rules"] as JsonArray;
        foreach (var (path, name) in Named(rules, "select.rules", "feature"))
            Check(path, name, "a number", Numbers);
        foreach (var (path, text) in Named(rules, "select.rules", "rule"))
            CheckCondition(path, text);
        var best = Texts((select?["duplicates"] as JsonObject)?["keepBest"] as JsonArray, "select.duplicates.keepBest");
        foreach (var (path, name) in best.Where(pair => !DefaultBest.Contains(pair.Name) || columns.ContainsKey(pair.Name)))
            Check(path, name, "a number", Numbers);
        foreach (var (path, name) in Named(select?["take"] as JsonArray, "select.take", "best"))
            Check(path, name, "a number", Numbers);
        foreach (var (path, name) in Named(select?["take"] as JsonArray, "select.take", "within"))
        {
            if (name != "cluster")
                Check(path, name, "a code or a flag", FeatureKind.Code, FeatureKind.Flag, FeatureKind.Whole);
        }

        if (PipelineTree.Text((select?["curriculum"] as JsonObject)?["easy"]) is { } easy)
            Check("select.curriculum.easy", easy, "a number", Numbers);
    }

    /// <summary>Adds a problem where <paramref name="name"/> is not measured or of none of <paramref name="kinds"/>.</summary>
    public void Check(string path, string name, string wanted, params IReadOnlyList<FeatureKind> kinds)
    {
        if (columns.TryGetValue(name, out var kind))
        {
            if (!kinds.Contains(kind))
                problems.Add(tree.MarkOf(path), $"{path} must name {wanted}; {name} holds {Words(kind)}; {Known(name, kinds)}");
        }
        else if (!isExcused(name))
        {
            problems.Add(tree.MarkOf(path), $"{path}: no stage in measure writes {name}; {Known(name, kinds)}");
        }
    }

    /// <summary>The texts under <paramref name="key"/> in a list of objects, with their paths.</summary>
    public static IEnumerable<(string Path, string Name)> Named(JsonArray? entries, string at, string key) =>
        from entry in Objects(entries, at)
        let name = PipelineTree.Text(entry.Entry[key])
        where name is not null
        select ($"{entry.Path}.{key}", name);

    /// <summary>The texts of a list, with their paths.</summary>
    public static IEnumerable<(string Path, string Name)> Texts(JsonArray? entries, string at) =>
        from index in Enumerable.Range(0, entries?.Count ?? 0)
        let name = PipelineTree.Text(entries![index])
        where name is not null
        select ($"{at}[{index}]", name);

    private static IEnumerable<(string Path, JsonObject Entry)> Objects(JsonArray? entries, string at) =>
        from index in Enumerable.Range(0, entries?.Count ?? 0)
        let entry = entries![index] as JsonObject
        where entry is not null
        select ($"{at}[{index}]", entry);

    private void CheckCondition(string path, string text)
    {
        if (Parsed(text, out _) is not { } condition)
            return; // its form has been told
        foreach (var fault in condition.Check(columns, isExcused))
            problems.Add(tree.MarkOf(path), $"{path}: {Fault(text, fault)}");
    }

    private static Expression? Parsed(string text, out ExpressionException? fault)
    {
        try
        {
            fault = null;
            return Expression.Parse(text);
        }
        catch (ExpressionException e)
        {
            fault = e;
            return null;
        }
    }

    /// <summary>The fault with its place and the text before it, so that the eye finds it in a long rule.</summary>
    private static string Fault(string text, ExpressionException fault)
    {
        const int Shown = 24;
        var before = text[..Math.Min(fault.At - 1, text.Length)].ReplaceLineEndings(" ");
        var behind = before.Length == 0 ? "" : $" (behind \"{(before.Length > Shown ? "..." + before[^Shown..] : before).Trim()}\")";
        return $"character {fault.At}{behind}: {fault.Message}";
    }

    private string Known(string name, IReadOnlyList<FeatureKind> kinds) => NearestName.Hint(
        name, columns.Where(column => kinds.Contains(column.Value)).Select(column => column.Key).Order(StringComparer.Ordinal));

    private static bool IsTrue(JsonNode? node) => node is JsonValue value && value.GetValueKind() is JsonValueKind.True;

    private static double? Number(JsonValue value) => value.GetValueKind() is JsonValueKind.Number ? value.Deserialize<double>() : null;

    private static string Words(FeatureKind kind) => kind switch
    {
        FeatureKind.Number or FeatureKind.Whole => "a number",
        FeatureKind.Code => "a code",
        FeatureKind.Flag => "a flag",
        FeatureKind.Vector => "a vector",
        FeatureKind.Boxes => "boxes",
        _ => "spans",
    };
}
