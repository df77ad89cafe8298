using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Expressions;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Select;

/// <summary>The rules of a pipeline, compiled for one table.</summary>
internal sealed class Rules(SelectTable table, IReadOnlyList<Rule> rules)
{
    private readonly One[] _rules = [.. rules.Select(rule => new One(table, rule))];

    /// <summary>The first rule that a row breaks, or as many as there are.</summary>
    public int Broken(int row)
    {
        var modality = table.Rows[row].Modality;
        for (var i = 0; i < _rules.Length; i++)
        {
            if (_rules[i].SpeaksOf(modality) && !_rules[i].Holds(row))
                return i;
        }

        return _rules.Length;
    }

    /// <summary>The values and bounds of the rules that a row was held to, up to the one that it broke.</summary>
    public void Facts(int row, int broken, IDictionary<string, double> facts)
    {
        for (var i = 0; i <= Math.Min(broken, _rules.Length - 1); i++)
        {
            if (_rules[i].SpeaksOf(table.Rows[row].Modality))
                _rules[i].Facts(row, facts);
        }
    }

    private sealed class One
    {
        private readonly Rule _rule;
        private readonly double[] _feature;
        private readonly double? _wrongShare;
        private readonly Func<int, double>? _condition;
        private readonly (string Name, double[] Values)[] _named;

        public One(SelectTable table, Rule rule)
        {
            _feature = rule.Feature is { } feature ? table.Column(feature) : [];
            _rule = rule;
            if (rule.Auto)
            {
                var decoys = table.Column(rule.Feature + KnownFeatures.DecoySuffix);
                var chosen = ChosenBound.Of([.. Spoken(table, rule, _feature)], [.. Spoken(table, rule, decoys)]);
                (_rule, _wrongShare) = (rule with { Min = chosen.Min }, chosen.WrongShare);
            }

            if (rule.Condition is null)
            {
                _named = [(rule.Feature!, _feature)];
                return;
            }

            var parsed = Expression.Parse(rule.Condition);
            _condition = parsed.Compile(table);
            _named = [.. parsed.Features.Where(name => !table.HoldsCodes(name)).Select(name => (name, table.Column(name)))];
        }

        public bool SpeaksOf(Modality? modality) => SpeaksOf(_rule, modality);

        // A sample of unknown modality is held to every rule.
        private static bool SpeaksOf(Rule rule, Modality? modality) =>
            rule.On.Count == 0 || modality is not { } own || rule.On.Contains(own);

        private static IEnumerable<double> Spoken(SelectTable table, Rule rule, double[] feature) =>
            Enumerable.Range(0, table.Count).Where(row => SpeaksOf(rule, table.Rows[row].Modality)).Select(row => feature[row]);

        public bool Holds(int row)
        {
            if (_condition is not null)
                return _condition(row) is var held && (double.IsNaN(held) ? IsKeptMissing : held == 1);
            var value = _feature[row];
            return double.IsNaN(value) ? IsKeptMissing : !(value < _rule.Min) && !(value > _rule.Max);
        }

        public void Facts(int row, IDictionary<string, double> facts)
        {
            if (_rule.Min is { } min)
                facts[$"{_rule.Feature}.min"] = min;
            if (_wrongShare is { } share)
                facts[$"{_rule.Feature}.wrong-share"] = share;
            if (_rule.Max is { } max)
                facts[$"{_rule.Feature}.max"] = max;
            foreach (var (name, values) in _named)
            {
                if (double.IsNaN(values[row]))
                    facts[$"{name}.missing"] = 1;
                else
                    facts[name] = values[row];
            }
        }

        private bool IsKeptMissing => _rule.Missing is MissingFeature.Keep;
    }
}
