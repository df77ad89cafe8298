using System.Collections;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Select;

/// <summary>One decision for each row of a table, ordered by id. Made when it is asked for: a million of them would fill the
/// memory.</summary>
public sealed class Decisions : IReadOnlyList<SelectDecision>
{
    /// <summary>Name of the column that <see cref="CurriculumOptions"/> asks for.</summary>
    public const string Difficulty = "select.difficulty";

    private readonly SelectTable _table;
    private readonly Choices _choices;
    private readonly SelectOptions _options;
    private readonly Rules _rules;

    internal Decisions(SelectTable table, Choices choices, SelectOptions options, Rules rules) =>
        (_table, _choices, _options, _rules) = (table, choices, options, rules);

    public int Count => _table.Count;

    public SelectDecision this[int row]
    {
        get
        {
            var twin = _choices.DuplicateOf[row];
            var cluster = _choices.Clusters[row];
            return new SelectDecision(
                _table.Rows[row].Id,
                _choices.Reasons[row] is { } reason
                    ? new Verdict(Outcome.Dropped, Selector.Stage, reason)
                    : new Verdict(Outcome.Kept, Selector.Stage, "kept"),
                Split(row),
                twin < 0 ? null : _table.Rows[twin].Id,
                cluster < 0 ? null : _table.Rows[cluster].AssetSha256,
                Facts(row))
            {
                Known = _choices.Known.GetValueOrDefault(row),
            };
        }
    }

    /// <summary>Ids and splits of those that are kept, ordered by id.</summary>
    public IEnumerable<KeptSample> Kept =>
        Enumerable.Range(0, Count).Where(_choices.IsLive)
            .Select(row => new KeptSample(_table.Rows[row].Id, Split(row)!, DifficultyOf(row)));

    public IEnumerator<SelectDecision> GetEnumerator()
    {
        for (var row = 0; row < Count; row++)
            yield return this[row];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private string? Split(int row) => double.IsNaN(_choices.Draws[row])
        ? null
        : _choices.Draws[row] < _options.Split.Eval ? Selector.Eval : Selector.Train;

    private double? DifficultyOf(int row) =>
        _choices.Difficulty is { } all && !double.IsNaN(all[row]) ? all[row] : null;

    private SortedDictionary<string, double> Facts(int row)
    {
        var facts = new SortedDictionary<string, double>(StringComparer.Ordinal);
        if (_choices.Rules[row] >= 0)
            _rules.Facts(row, _choices.Rules[row], facts);
        if (_choices.Reasons[row] == Duplicates.Perceptual)
            facts["duplicate.bits.max"] = _options.Duplicates.PerceptualBits!.Value;
        if (_choices.Reasons[row] == Duplicates.Perceptual || _choices.Bits[row] > 0)
            facts["duplicate.bits"] = _choices.Bits[row];

        if (_choices.Likenesses.TryGetValue(row, out var alike))
        {
            facts[alike.Fact] = alike.Value;
            facts[alike.Fact + ".min"] = alike.Min;
        }

        if (_choices.Places.TryGetValue(row, out var place))
        {
            facts["take.step"] = place.Step;
            facts["take.rank"] = place.Rank;
            facts["take.limit"] = place.Limit;
            facts["take.of"] = place.Of;
        }

        if (!double.IsNaN(_choices.Draws[row]))
        {
            facts["split.draw"] = _choices.Draws[row];
            facts["split.eval"] = _options.Split.Eval;
        }

        if (DifficultyOf(row) is { } difficulty)
            facts[Difficulty] = difficulty;
        return facts;
    }
}
