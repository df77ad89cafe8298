using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Pipeline.Expressions;

/// <summary>
/// Recursive descent, loosest first: <c>or</c>; <c>and</c>; <c>not</c>; one comparison; <c>+ -</c>; <c>* /</c>; sign. Depth is
/// bounded, so that no text can exhaust the stack.
/// </summary>
internal sealed class Parser
{
    public const int DepthMax = 64;

    private static readonly string[] Comparisons = ["<", "<=", ">", ">=", "==", "!="];
    private static readonly string[] Keywords = ["and", "or", "not", "between", "in", "has", "true", "false"];
    private static readonly string[] Behind = ["and", "or", "between", "in"];

    private readonly List<Token> _tokens;
    private int _next;
    private int _depth;

    private Parser(List<Token> tokens) => _tokens = tokens;

    private Token Now => _tokens[_next];

    /// <exception cref="ExpressionException">The first fault.</exception>
    public static Node Parse(string text)
    {
        var parser = new Parser(new Lexer(text).Read());
        if (parser.Now.Kind is TokenKind.End)
            throw new ExpressionException(1, "a condition is expected, such as alignment.cosine >= 0.25");
        var root = parser.Or();
        return parser.Now.Kind is TokenKind.End ? root : throw parser.Unexpected("an operator, and, or, or the end", Behind);
    }

    private Node Or() => Deeper(() => Chain(And, "or"));

    private Node And() => Chain(Not, "and");

    private Node Not()
    {
        var at = Now.At;
        return Take("not") ? Deeper(() => new UnaryNode(at, "not", Not())) : Comparison();
    }

    private Node Comparison()
    {
        var left = Sum();
        var sign = Now;
        if (sign.Kind is TokenKind.Sign && Comparisons.Contains(sign.Text))
        {
            _next++;
            var compared = new BinaryNode(sign.At, sign.Text, left, Sum());
            return Now.Kind is TokenKind.Sign && Comparisons.Contains(Now.Text)
                ? throw new ExpressionException(Now.At, "comparisons cannot be chained; write x between 1 and 2, or join two with and")
                : compared;
        }

        var negated = Now.Is("not") && _tokens[_next + 1] is var behind && (behind.Is("between") || behind.Is("in"));
        if (negated)
            _next++;
        Node? test = Take("between") ? Between(sign.At, left) : Take("in") ? In(sign.At, left) : null;
        return test is null ? left : negated ? new UnaryNode(sign.At, "not", test) : test;
    }

    private BetweenNode Between(int at, Node value)
    {
        var low = Sum();
        Expect("and", "and, then the upper bound");
        return new BetweenNode(at, value, low, Sum());
    }

    private InNode In(int at, Node value)
    {
        Expect("[", "a list in brackets");
        var list = new List<Node> { Literal() };
        while (Take(","))
            list.Add(Literal());
        Expect("]", "a comma or ]");
        return new InNode(at, value, list);
    }

    private Node Sum() => Chain(Product, "+", "-");

    private Node Product() => Chain(Signed, "*", "/");

    private Node Signed()
    {
        var at = Now.At;
        return Take("-") ? Deeper(() => new UnaryNode(at, "-", Signed())) : Primary();
    }

    private Node Primary()
    {
        var token = Now;
        if (token.Kind is TokenKind.Number or TokenKind.Text || token.Is("true") || token.Is("false"))
            return Literal();
        if (Take("("))
        {
            var inside = Or();
            Expect(")", "an operator or )");
            return inside;
        }

        if (Take("has"))
            return Has(token.At);
        if (token.Kind is not TokenKind.Name || Keywords.Contains(token.Text))
            throw Unexpected("a feature, a number or a text", []);
        _next++;
        return Take("(") ? Call(token) : new FeatureNode(token.At, token.Text);
    }

    private HasNode Has(int at)
    {
        Expect("(", "( and the feature that is asked for");
        if (Now.Kind is not TokenKind.Name || Keywords.Contains(Now.Text))
            throw Unexpected("the name of a feature", []);
        var name = _tokens[_next++].Text;
        Expect(")", ")");
        return new HasNode(at, name);
    }

    private CallNode Call(Token name)
    {
        if (!Function.All.TryGetValue(name.Text, out var function))
        {
            throw new ExpressionException(
                name.At, $"there is no function {name.Text}; {NearestName.Hint(name.Text, [.. Function.All.Keys, "has"])}");
        }

        var arguments = new List<Node> { Or() };
        while (Take(","))
            arguments.Add(Or());
        Expect(")", "a comma or )");
        return arguments.Count >= function.ArgumentsMin && arguments.Count <= function.ArgumentsMax
            ? new CallNode(name.At, function, arguments)
            : throw new ExpressionException(name.At, $"{function.Name} takes {Range(function)}, here are {arguments.Count}");
    }

    private Node Literal()
    {
        var token = Now;
        var sign = Take("-") ? -1 : 1;
        var value = Now;
        _next++;
        return value switch
        {
            { Kind: TokenKind.Number } => new NumberNode(token.At, sign * value.Number),
            { Kind: TokenKind.Text } when sign > 0 => new TextNode(token.At, value.Text),
            _ when sign > 0 && (value.Is("true") || value.Is("false")) => new FlagNode(token.At, value.Is("true")),
            _ => throw Unexpected(--_next, "a number or a text in quotes", []),
        };
    }

    private Node Chain(Func<Node> part, params ReadOnlySpan<string> signs)
    {
        var left = part();
        while (Now.Kind is TokenKind.Name or TokenKind.Sign && signs.Contains(Now.Text))
        {
            var sign = _tokens[_next++];
            left = new BinaryNode(sign.At, sign.Text, left, part());
        }

        return left;
    }

    private Node Deeper(Func<Node> part)
    {
        if (++_depth > DepthMax)
            throw new ExpressionException(Now.At, $"nested deeper than {DepthMax} levels");
        var node = part();
        _depth--;
        return node;
    }

    private bool Take(string word)
    {
        if (!Now.Is(word))
            return false;
        _next++;
        return true;
    }

    private void Expect(string word, string wanted)
    {
        if (!Take(word))
            throw Unexpected(wanted, []);
    }

    private ExpressionException Unexpected(string wanted, IReadOnlyList<string> words) => Unexpected(_next, wanted, words);

    private ExpressionException Unexpected(int place, string wanted, IReadOnlyList<string> words)
    {
        var token = _tokens[place];
        var near = token.Kind is TokenKind.Name ? NearestName.To(token.Text, words) : null;
        return new ExpressionException(token.At, $"{token} was not expected; {wanted} is{(near is null ? "" : $"; did you mean {near}?")}");
    }

    private static string Range(Function function) => function.ArgumentsMin == function.ArgumentsMax
        ? $"{function.ArgumentsMin} argument"
        : $"{function.ArgumentsMin} to {function.ArgumentsMax} arguments";
}
