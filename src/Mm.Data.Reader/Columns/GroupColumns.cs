namespace Mm.Data.Reader.Columns;

/// <summary>The columns of a row group that were asked for; the file names of a media column stand beside its bytes.</summary>
internal sealed class GroupColumns(IReadOnlyDictionary<string, Column> columns)
{
    public const string PathSuffix = ".path";

    public Column this[string name] => columns.TryGetValue(name, out var column)
        ? column
        : throw new ReaderException(
            ReaderProblem.BadOption,
            $"Column {name} was not read. Those that were: {string.Join(", ", columns.Keys.Order(StringComparer.Ordinal))}.");

    public bool Has(string name) => columns.ContainsKey(name);
}
