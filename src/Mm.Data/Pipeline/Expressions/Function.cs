namespace Mm.Data.Pipeline.Expressions;

/// <summary>A function of numbers. What it gives is missing where an argument is, except for <c>coalesce</c>.</summary>
internal sealed record Function(string Name, int ArgumentsMin, int ArgumentsMax, Func<double[], double> Of)
{
    private const int Many = 16;

    public static IReadOnlyDictionary<string, Function> All { get; } = new Function[]
    {
        new("abs", 1, 1, x => Math.Abs(x[0])),
        new("sqrt", 1, 1, x => Math.Sqrt(x[0])),
        new("log", 1, 1, x => Math.Log(x[0])),
        new("min", 2, Many, Least),
        new("max", 2, Many, x => -Least([.. x.Select(value => -value)])),
        new("coalesce", 2, Many, x => x.FirstOrDefault(value => !double.IsNaN(value), double.NaN)),
    }.ToDictionary(function => function.Name, StringComparer.Ordinal);

    // Not Enumerable.Min, whose answer to a missing value depends on the overload.
    private static double Least(double[] values)
    {
        var least = double.PositiveInfinity;
        foreach (var value in values)
        {
            if (double.IsNaN(value))
                return double.NaN;
            least = Math.Min(least, value);
        }

        return least;
    }
}
