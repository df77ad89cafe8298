using Mm.Data.Measure.Text.Identifiers;

namespace Mm.Data.Measure.Text;

/// <summary>
/// Runs every identifier rule over a text in one pass: one automaton knows all shapes, each candidate is checked by the rules of its
/// shape, and words near by raise the score after Presidio's model (by 0.35) or admit it at all.
/// </summary>
internal sealed class IdentifierRecogniser : IRecogniser
{
    public const float ContextBoost = 0.35f;

    private const int CompactMax = 64;

    private readonly ShapeAutomaton _automaton;
    private readonly int[] _ruleOfShape;
    private readonly IdentifierRule[] _rules;
    private readonly HashSet<int>[] _wordsOfRule;
    private readonly ContextWords _words;

    public IdentifierRecogniser(IReadOnlyList<IdentifierRule> rules)
    {
        _rules = [.. rules];
        var shapes = rules.SelectMany((rule, at) => rule.Shapes.Distinct().Select(shape => (Shape: shape, Rule: at))).ToList();
        _automaton = new ShapeAutomaton(shapes.ConvertAll(pair => pair.Shape));
        _ruleOfShape = [.. shapes.Select(pair => pair.Rule)];
        var phrases = rules.SelectMany(rule => rule.Context).Distinct().ToList();
        var places = phrases.Select((phrase, at) => (phrase, at)).ToDictionary(pair => pair.phrase, pair => pair.at);
        _words = new ContextWords(phrases);
        _wordsOfRule = [.. rules.Select(rule => rule.Context.Select(phrase => places[phrase]).ToHashSet())];
        NeedsDigit = rules.All(rule => rule.Shapes.All(shape => shape.AsSpan().ContainsAnyInRange('0', '9')));
        Types = [.. rules.Select(rule => rule.Type).Distinct()];
    }

    public IReadOnlyCollection<string> Types { get; }

    public bool NeedsDigit { get; }

    /// <summary>States of the automaton: what all shapes together cost in memory.</summary>
    public int States => _automaton.States;

    public void Find(string text, ICollection<Finding> found)
    {
        var near = new List<int>();
        var nextDigit = -1;
        for (var start = 0; start < text.Length; start++)
        {
            if (nextDigit < start)
                nextDigit = IndexOfDigit(text, start);
            var isWord = nextDigit - start >= _automaton.LengthMax; // no digit within reach: only letters, which are then capitals
            if ((isWord && !char.IsAsciiLetterUpper(text[start])) || !MayBegin(text, start)
                || Neighbourhood.Before(text, start, isSpaced: false) is Neighbours.Joined)
                continue;
            FindAt(text, start, near, found);
        }
    }

    private void FindAt(string text, int start, List<int> near, ICollection<Finding> found)
    {
        var (hasDigit, isUpper) = (false, true);
        var state = _automaton.Next(ShapeAutomaton.Start, text[start]);
        for (var end = start + 1; state != ShapeAutomaton.Dead; end++)
        {
            hasDigit |= char.IsAsciiDigit(text[end - 1]);
            isUpper &= !char.IsAsciiLetterLower(text[end - 1]);
            var whole = _automaton.Accepts(state, hasDigit);
            if (whole.Length > 0 && (hasDigit || isUpper) && MayEnd(text, end))
                Check(text, start, end, whole, near, found);
            state = end < text.Length ? _automaton.Next(state, text[end]) : ShapeAutomaton.Dead;
        }
    }

    private static int IndexOfDigit(string text, int from)
    {
        var digit = text.AsSpan(from).IndexOfAnyInRange('0', '9');
        return digit < 0 ? int.MaxValue : from + digit;
    }

    private void Check(string text, int start, int end, ReadOnlySpan<int> shapes, List<int> near, ICollection<Finding> found)
    {
        var neighbours = default(Neighbours?);
        var mayBeAnnounced = ContextWords.MayStandNear(text, start, end);
        if (!mayBeAnnounced && (neighbours = Neighbourhood.Of(text, start, end)) != Neighbours.None)
            return; // a part of a row of numbers, as most are in texts of nothing else
        Span<char> compact = stackalloc char[CompactMax];
        compact = compact[..Compact(text.AsSpan(start, end - start), compact)];
        near.Clear();
        foreach (var shape in shapes)
        {
            var rule = _rules[_ruleOfShape[shape]];
            if (!mayBeAnnounced && rule.NeedsContext)
                continue;
            if (rule.Check is { } holds && !holds(compact))
                continue;
            if (neighbours is null)
            {
                neighbours = Neighbourhood.Of(text, start, end);
                _words.Near(text, start, end, near);
            }

            var announced = near.Exists(_wordsOfRule[_ruleOfShape[shape]].Contains);
            if (neighbours == Neighbours.Joined || (!announced && (rule.NeedsContext || neighbours == Neighbours.Beside)))
                continue;
            found.Add(new Finding(start, end, rule.Type, announced ? Math.Min(1, rule.Score + ContextBoost) : rule.Score));
        }
    }

    private static int Compact(ReadOnlySpan<char> written, Span<char> compact)
    {
        var count = 0;
        foreach (var character in written)
        {
            if (char.IsAsciiLetterOrDigit(character) && count < compact.Length)
                compact[count++] = char.ToUpperInvariant(character);
        }

        return count;
    }

    private static bool MayBegin(string text, int at) =>
        at == 0 || !char.IsLetterOrDigit(text[at]) || !char.IsLetterOrDigit(text[at - 1]);

    private static bool MayEnd(string text, int at) =>
        at == text.Length || !char.IsLetterOrDigit(text[at - 1]) || !char.IsLetterOrDigit(text[at]);
}
