using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Select;
using Mm.Data.Write;

namespace Mm.Data.Run.Reselect;

/// <summary>
/// Decides again on the features that a release holds, with other settings, and tells the difference. No model runs and nothing is
/// written: rendering what is kept now is a run's work, which finds every measurement in the cache.
/// </summary>
/// <param name="stages">The stages that pipeline files may name.</param>
/// <param name="knownFolders">Opens what measures evaluation sets that are no releases; null: there may be none.</param>
public sealed class Reselector(StageCatalog stages, Func<KnownFolders>? knownFolders = null)
{
    private const string NotDecided = "not decided";

    private static readonly string[] Settable = ["select.", "render.sound="];

    /// <param name="request">What to decide again.</param>
    /// <param name="moved">Takes every sample whose decision changed, by id.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="ConfigurationException">There are no features, no pipeline, or settings that do not fit.</exception>
    /// <exception cref="EnvironmentException">A file is damaged.</exception>
    public async Task<SelectionDifference> RunAsync(ReselectRequest request, Action<SampleMove> moved, CancellationToken cancel)
    {
        Check(request.Overrides);
        using var folder = await MeasuredFolder.OpenAsync(request.Folder, cancel);
        var pipeline = request.Pipeline ?? folder.Pipeline ?? throw new ConfigurationException(
            $"{request.Folder} does not hold the pipeline that made it: give its file with --pipeline.");
        var columns = await FeatureFile.ReadColumnsAsync(folder.Features[0], cancel);
        var definition = PipelineFile.Load(pipeline, stages, request.Overrides, columns);

        var known = await (await KnownReleases.FindAsync(definition, knownFolders, cancel)).ReadAsync(cancel);
        var table = await TableAsync(folder, definition.Select, cancel);
        var decisions = Selector.Decide(table, definition.Select, definition.Render.Sound, known);
        var before = folder.Decided.Count == 0 ? null : await EarlierDecisions.ReadAsync(folder.Decided, cancel);
        return Compare(decisions, before, definition, moved);
    }

    private static void Check(IReadOnlyList<string> overrides)
    {
        var others = overrides.Where(text => !Settable.Any(start => text.StartsWith(start, StringComparison.Ordinal))).ToArray();
        if (others.Length > 0)
        {
            throw new ConfigurationException([.. others.Select(text =>
                $"--set {text}: only select and render.sound can be decided again; what else is changed needs mmdata run")]);
        }
    }

    private static async Task<SelectTable> TableAsync(MeasuredFolder folder, SelectOptions options, CancellationToken cancel)
    {
        var table = new SelectTableBuilder(options);
        await foreach (var row in FeatureFile.RowsAsync(folder.Features, Selector.Reads(options), cancel))
            table.Add(row);

        return table.Build();
    }

    private static SelectionDifference Compare(
        Decisions decisions, IReadOnlyDictionary<string, string>? before, PipelineDefinition definition, Action<SampleMove> moved)
    {
        var moves = new Dictionary<(string Before, string After), long>();
        var (splits, dropped) = (Counts(), Counts());
        foreach (var decision in decisions)
        {
            var kept = decision.Split is not null;
            Count(kept ? splits : dropped, kept ? decision.Split! : decision.Verdict.Reason);
            var after = kept ? EarlierDecisions.Kept(decision.Split) : decision.Verdict.Reason;
            var then = before?.GetValueOrDefault(decision.Id, NotDecided) ?? after;
            if (then == after)
                continue;
            moves[(then, after)] = moves.GetValueOrDefault((then, after)) + 1;
            moved(new SampleMove(decision.Id, then, after));
        }

        return new SelectionDifference
        {
            Entered = decisions.Count,
            KeptBefore = before?.Values.LongCount(side => side.StartsWith("kept in ", StringComparison.Ordinal)),
            Kept = splits.Values.Sum(),
            Splits = splits,
            Dropped = dropped,
            Moves =
            [
                .. moves.OrderBy(move => move.Key.Before, StringComparer.Ordinal).ThenBy(move => move.Key.After, StringComparer.Ordinal)
                    .Select(move => new DecisionMove(move.Key.Before, move.Key.After, move.Value)),
            ],
            Pipeline = definition,
        };
    }

    private static SortedDictionary<string, long> Counts() => new(StringComparer.Ordinal);

    private static void Count(SortedDictionary<string, long> counts, string key) => counts[key] = counts.GetValueOrDefault(key) + 1;
}
