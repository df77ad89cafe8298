using DuckDB.NET.Data;

namespace Mm.Data.Tests.Kit;

/// <summary>An independent Parquet reader: DuckDB in memory.</summary>
public static class DuckDb
{
    /// <summary>Rows of a query as arrays of values in column order.</summary>
    public static List<object?[]> Query(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(at => reader.IsDBNull(at) ? null : reader.GetValue(at))]);
        return rows;
    }

    /// <summary>Column names and types of a Parquet file, as DuckDB reads them.</summary>
    public static Dictionary<string, string> Schema(string path) =>
        Query($"DESCRIBE SELECT * FROM '{path}'").ToDictionary(row => (string)row[0]!, row => (string)row[1]!);
}
