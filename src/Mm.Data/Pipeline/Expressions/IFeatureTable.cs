namespace Mm.Data.Pipeline.Expressions;

/// <summary>Features by column, as expressions read them: one number a row.</summary>
public interface IFeatureTable
{
    /// <summary>
    /// One value a row: the number itself, 0 or 1 for a flag, <see cref="CodeOf"/> for a code; not a number where the row has none.
    /// </summary>
    double[] Column(string name);

    /// <summary>What stands for a code in this table: equal texts have equal numbers, and no row has that of an unknown text.</summary>
    double CodeOf(string text);
}
