namespace Mm.Data.Pipeline.Expressions;

/// <summary>
/// A condition on features, such as <c>alignment.cosine >= 0.25 and text.words between 3 and 200</c>. docs/selection.md tells the
/// language. Parsed once, compiled once for a table.
/// </summary>
public sealed class Expression
{
    /// <summary>Longer texts are refused: nobody can read such a rule.</summary>
    public const int CharactersMax = 2000;

    private readonly Node _root;

    private Expression(string text, Node root)
    {
        Text = text;
        _root = root;
        Features = [.. Names(root).Distinct().Order(StringComparer.Ordinal)];
    }

    public string Text { get; }

    /// <summary>The features that it names, each once, in ordinal order.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <exception cref="ExpressionException">The first fault of the text.</exception>
    public static Expression Parse(string text) => text.Length <= CharactersMax
        ? new Expression(text, Parser.Parse(text))
        : throw new ExpressionException(CharactersMax + 1, $"a rule has at most {CharactersMax} characters, this one has {text.Length}");

    /// <summary>
    /// Every feature that is not measured or of a kind that does not fit, in the order of the text. Names that <paramref
    /// name="isExcused"/> knows are passed over.
    /// </summary>
    public IReadOnlyList<ExpressionException> Check(IReadOnlyDictionary<string, FeatureKind> kinds, Func<string, bool> isExcused) =>
        TypeCheck.Check(_root, kinds, isExcused);

    /// <summary>A function of the row: 1 where the condition holds, 0 where not, not a number where a missing feature leaves it
    /// open.</summary>
    public Func<int, double> Compile(IFeatureTable table) => new Compiler(table).Compile(_root);

    private static IEnumerable<string> Names(Node root)
    {
        var open = new Stack<Node>([root]);
        while (open.TryPop(out var node))
        {
            if (node is FeatureNode feature)
                yield return feature.Name;
            else if (node is HasNode has)
                yield return has.Name;
            foreach (var part in node.Parts)
                open.Push(part);
        }
    }
}
