using System.Globalization;

namespace Mm.Data.Measure.Text;

/// <summary>
/// Matches many shapes (see <see cref="Identifiers.IdentifierRule.Shapes"/>) at one place of a text together: a deterministic
/// automaton, one table look-up a character whatever the number of shapes.
/// </summary>
internal sealed class ShapeAutomaton
{
    /// <summary>No shape goes on from here.</summary>
    public const int Dead = 0;

    public const int Start = 1;

    private const int AsciiCount = 128;

    // Far more than the built-in rules make (a test tells how many): shapes that multiply without bound are a fault of the rules.
    private const int StatesMax = 100_000;

    private readonly byte[] _classes = new byte[AsciiCount];
    private readonly int _classCount;
    private readonly int[] _next;
    private readonly int[][] _accepts;
    private readonly int[][] _wordAccepts;

    /// <exception cref="ArgumentException">A shape is empty or not ASCII, or all of them make too many states.</exception>
    public ShapeAutomaton(IReadOnlyList<string> shapes)
    {
        if (shapes.FirstOrDefault(shape => shape.Length == 0 || !System.Text.Ascii.IsValid(shape)) is { } bad)
            throw new ArgumentException($"'{bad}' is no shape.", nameof(shapes));
        var examples = Classify(shapes);
        _classCount = examples.Count;
        (_next, _accepts) = Build(shapes, examples);
        LengthMax = shapes.Count == 0 ? 0 : shapes.Max(shape => shape.Length);
        _wordAccepts = [.. _accepts.Select(ids => ids.Where(id => shapes[id].Contains('A') && !shapes[id].Contains('9')).ToArray())];
    }

    /// <summary>Characters of the longest shape.</summary>
    public int LengthMax { get; }

    public int States => _accepts.Length;

    public int Next(int state, char character) =>
        character < AsciiCount ? _next[(state * _classCount) + _classes[character]] : Dead;

    /// <summary>
    /// Places in the list of the shapes that are whole in this state; without a digit in the candidate only those that ask for letters,
    /// since an X that is never a digit makes every word a candidate.
    /// </summary>
    public ReadOnlySpan<int> Accepts(int state, bool hasDigit) => hasDigit ? _accepts[state] : _wordAccepts[state];

    // Characters that no shape tells apart are one class; class 0 is what is in no shape. One example stands for each.
    private List<char> Classify(IReadOnlyList<string> shapes)
    {
        var literals = shapes.SelectMany(shape => shape).Where(c => c is not ('9' or 'A' or 'X')).Select(char.ToUpperInvariant).ToHashSet();
        var examples = new List<char> { '\0' };
        var places = new Dictionary<string, byte>(StringComparer.Ordinal);
        for (var c = (char)1; c < AsciiCount; c++)
        {
            var upper = char.ToUpperInvariant(c);
            var name = literals.Contains(upper) ? upper.ToString() : char.IsAsciiDigit(c) ? "digit" : char.IsAsciiLetter(c) ? "letter" : "";
            if (name.Length == 0)
                continue;
            if (!places.TryGetValue(name, out var place))
            {
                places.Add(name, place = (byte)examples.Count);
                examples.Add(upper);
            }

            _classes[c] = place;
        }

        return examples;
    }

    // The usual construction of subsets: a state is the set of shapes that are still possible at a depth.
    private static (int[] Next, int[][] Accepts) Build(IReadOnlyList<string> shapes, List<char> examples)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var states = new List<(int Depth, int[] Alive)> { (0, []), (0, [.. Enumerable.Range(0, shapes.Count)]) };
        var next = new List<int[]> { new int[examples.Count] };
        for (var state = Start; state < states.Count; state++)
        {
            var (depth, alive) = states[state];
            var row = new int[examples.Count];
            for (var place = 1; place < examples.Count; place++)
            {
                int[] on = [.. alive.Where(shape => depth < shapes[shape].Length && Matches(shapes[shape][depth], examples[place]))];
                row[place] = on.Length == 0 ? Dead : StateOf(depth + 1, on);
            }

            next.Add(row);
        }

        return ([.. next.SelectMany(row => row)], [.. states.Select(Whole)]);

        int StateOf(int depth, int[] on)
        {
            var key = depth.ToString(CultureInfo.InvariantCulture) + ":" + string.Join(',', on);
            if (ids.TryGetValue(key, out var id))
                return id;
            if (states.Count == StatesMax)
                throw new ArgumentException($"The shapes make more than {StatesMax} states.", nameof(shapes));
            ids.Add(key, states.Count);
            states.Add((depth, on));
            return states.Count - 1;
        }

        int[] Whole((int Depth, int[] Alive) state) => [.. state.Alive.Where(shape => shapes[shape].Length == state.Depth)];
    }

    private static bool Matches(char shape, char character) => shape switch
    {
        '9' => char.IsAsciiDigit(character),
        'A' => char.IsAsciiLetter(character),
        'X' => char.IsAsciiLetterOrDigit(character),
        _ => char.ToUpperInvariant(shape) == character,
    };
}
