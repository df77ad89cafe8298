using DuckDB.NET.Data;

namespace Mm.Data.Tests.Kit;

/// <summary>An independent Parquet reader: DuckDB in memory.</summary>
public static class DuckDb
{
    /// <summary>Rows of a query as arrays of values in column order; a blob is a byte array.</summary>
    public static List<object?[]> Query(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(at => reader.IsDBNull(at) ? null : Value(reader, at))]);
        return rows;
    }

    /// <summary>Bytes come as a stream on memory that is gone with the row, so they are copied here.</summary>
    private static object Value(DuckDBDataReader reader, int at)
    {
        if (reader.GetValue(at) is not Stream stream)
            return reader.GetValue(at);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Column names and types of a Parquet file, as DuckDB reads them.</summary>
    public static Dictionary<string, string> Schema(string path) =>
        Query($"DESCRIBE SELECT * FROM '{path}'").ToDictionary(row => (string)row[0]!, row => (string)row[1]!);
}
