namespace Mm.Data.Pipeline.Expressions;

/// <summary>An expression that cannot be read or does not fit its features: the place, from 1, and what is wrong there.</summary>
public sealed class ExpressionException(int at, string problem) : Exception(problem)
{
    /// <summary>Place of the character in question, counted from 1.</summary>
    public int At { get; } = at;
}
