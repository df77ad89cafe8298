using Mm.Data.Pipeline;

namespace Mm.Data.Write;

/// <summary>Names of columns in files: dots and dashes become underscores, so that SQL and data frames need no quotes.</summary>
public static class ColumnNames
{
    public static string InFile(string name) => name.Replace('.', '_').Replace('-', '_');

    /// <summary>The file names of <paramref name="columns"/>, in order.</summary>
    /// <exception cref="ConfigurationException">Two columns, or a column and one of <paramref name="taken"/>, would share a name; every
    /// clash at once.</exception>
    public static IReadOnlyList<string> InFile(IReadOnlyList<FeatureColumn> columns, IEnumerable<string> taken)
    {
        var owners = taken.ToDictionary(name => name, name => $"the built-in column {name}", StringComparer.OrdinalIgnoreCase);
        var problems = new List<string>();
        foreach (var column in columns)
        {
            if (!owners.TryAdd(InFile(column.Name), $"column {column.Name}"))
                problems.Add($"Column {column.Name} and {owners[InFile(column.Name)]} have the same name in files. Rename one.");
        }

        return problems.Count == 0 ? [.. columns.Select(column => InFile(column.Name))] : throw new ConfigurationException(problems);
    }
}
