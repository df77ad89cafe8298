namespace Mm.Data.Pipeline.Expressions;

/// <summary>
/// Turns an expression into a function of the row's number. Conditions are 1, 0 or not a number (undecided, because a feature is
/// missing), joined as Kleene's three-valued logic says: <c>false and missing</c> is false, <c>true or missing</c> is true.
/// </summary>
internal sealed class Compiler(IFeatureTable table)
{
    public Func<int, double> Compile(Node node)
    {
        switch (node)
        {
            case NumberNode number:
                return _ => number.Value;
            case TextNode text:
                var code = table.CodeOf(text.Value);
                return _ => code;
            case FlagNode flag:
                var value = flag.Value ? 1.0 : 0.0;
                return _ => value;
            case FeatureNode feature:
                var column = table.Column(feature.Name);
                return row => column[row];
            case HasNode has:
                var asked = table.Column(has.Name);
                return row => double.IsNaN(asked[row]) ? 0 : 1;
            case UnaryNode unary:
                var of = Compile(unary.Of);
                return unary.Sign == "not" ? row => 1 - of(row) : row => -of(row);
            case BinaryNode binary:
                return Binary(binary.Sign, Compile(binary.Left), Compile(binary.Right));
            case BetweenNode between:
                var tested = Compile(between.Value);
                return Both(Binary(">=", tested, Compile(between.Low)), Binary("<=", tested, Compile(between.High)));
            case InNode among:
                return In(Compile(among.Value), [.. among.Of.Select(item => Compile(item)(0))]);
            case CallNode call:
                return Call(call.Function.Of, [.. call.Arguments.Select(Compile)]);
            default:
                throw new InvalidOperationException($"No code for {node.GetType().Name}.");
        }
    }

    private static Func<int, double> Binary(string sign, Func<int, double> left, Func<int, double> right) => sign switch
    {
        "and" => Both(left, right),
        "or" => Either(left, right),
        "<" => Compared(left, right, (a, b) => a < b),
        "<=" => Compared(left, right, (a, b) => a <= b),
        ">" => Compared(left, right, (a, b) => a > b),
        ">=" => Compared(left, right, (a, b) => a >= b),
        "==" => Compared(left, right, (a, b) => a == b),
        "!=" => Compared(left, right, (a, b) => a != b),
        "+" => row => Finite(left(row) + right(row)),
        "-" => row => Finite(left(row) - right(row)),
        "*" => row => Finite(left(row) * right(row)),
        _ => row => Finite(left(row) / right(row)),
    };

    private static Func<int, double> Both(Func<int, double> left, Func<int, double> right) => row =>
    {
        var (a, b) = (left(row), right(row));
        return a == 0 || b == 0 ? 0 : a * b; // not a number where either is
    };

    private static Func<int, double> Either(Func<int, double> left, Func<int, double> right) => row =>
    {
        var (a, b) = (left(row), right(row));
        return a == 1 || b == 1 ? 1 : a + b;
    };

    private static Func<int, double> Compared(Func<int, double> left, Func<int, double> right, Func<double, double, bool> holds) => row =>
    {
        var (a, b) = (left(row), right(row));
        return double.IsNaN(a) || double.IsNaN(b) ? double.NaN : holds(a, b) ? 1 : 0;
    };

    private static Func<int, double> In(Func<int, double> value, HashSet<double> among) => row =>
    {
        var found = value(row);
        return double.IsNaN(found) ? double.NaN : among.Contains(found) ? 1 : 0;
    };

    private static Func<int, double> Call(Func<double[], double> function, Func<int, double>[] arguments) => row =>
    {
        var values = new double[arguments.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = arguments[i](row);
        return Finite(function(values));
    };

    // Divided by zero, or the root of a negative number: nobody can tell, as if the feature were missing.
    private static double Finite(double value) => double.IsFinite(value) ? value : double.NaN;
}
