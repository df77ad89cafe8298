using Mm.Data.Pipeline.Expressions;

namespace Mm.Data.Select;

/// <summary>
/// What Select reads of a run's samples, by column: a million rows are arrays, not a million dictionaries. Rows are in the order of
/// their ids. Made by <see cref="SelectTableBuilder"/>.
/// </summary>
public sealed class SelectTable : IFeatureTable
{
    private readonly Dictionary<string, double[]> _columns;
    private readonly HashSet<string> _codeColumns;
    private readonly Dictionary<string, int> _codes;
    private readonly Dictionary<string, int> _unknown = new(StringComparer.Ordinal);
    private readonly double[] _none;

    internal SelectTable(
        SelectRow[] rows, ComparedRows compared, Dictionary<string, double[]> columns, HashSet<string> codeColumns,
        Dictionary<string, int> codes)
    {
        Rows = rows;
        Compared = compared;
        _columns = columns;
        _codeColumns = codeColumns;
        _codes = codes;
        _none = new double[rows.Length];
        Array.Fill(_none, double.NaN);
    }

    /// <summary>How many samples there are to decide on: those that Measure kept.</summary>
    public int Count => Rows.Length;

    internal SelectRow[] Rows { get; }

    /// <summary>What rows are compared by, beside bytes and the 64-bit hash.</summary>
    internal ComparedRows Compared { get; }

    /// <inheritdoc/>
    public double[] Column(string name) => _columns.GetValueOrDefault(name, _none);

    /// <inheritdoc/>
    public double CodeOf(string text)
    {
        if (_codes.TryGetValue(text, out var code))
            return code;
        if (!_unknown.TryGetValue(text, out var unknown))
            _unknown[text] = unknown = -1 - _unknown.Count; // of no row, and of no other text
        return unknown;
    }

    /// <summary>Whether a column holds codes rather than numbers.</summary>
    internal bool HoldsCodes(string name) => _codeColumns.Contains(name);
}
