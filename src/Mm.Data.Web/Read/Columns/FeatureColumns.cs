using System.Globalization;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Write;

namespace Mm.Data.Web.Read.Columns;

/// <summary>Copies ids, numbers and hashes of all samples out of the feature files of a release.</summary>
internal sealed class FeatureColumns(ReleaseReader release, string folder)
{
    private readonly List<NumberColumn> _numbers = [];
    private readonly List<ColumnWriter> _files = [];

    public SampleIds Ids { get; } = new();

    /// <summary>The verdict of Measure for each sample that it did not keep, by place.</summary>
    public Dictionary<int, Verdict> Ended { get; } = [];

    public IReadOnlyList<NumberColumn> Numbers => _numbers;

    public bool HasHashes { get; private set; }

    /// <exception cref="EnvironmentException">A file is damaged, or the samples do not stand in order of id.</exception>
    public async Task CopyAsync(Action fileDone, CancellationToken cancel)
    {
        using var ids = new TextColumnWriter(Path.Combine(folder, IndexNames.Ids));
        using var hashes = new ColumnWriter(Path.Combine(folder, IndexNames.Hashes));
        try
        {
            foreach (var file in release.Manifest.Features)
            {
                await foreach (var group in FeatureFile.ReadGroupsAsync(release.FileOf(file), IsWanted, cancel))
                    Copy(group, ids, hashes);
                fileDone();
            }
        }
        finally
        {
            _files.ForEach(file => file.Dispose());
        }
    }

    private static bool IsWanted(FeatureColumn column) =>
        column.Kind is FeatureKind.Number or FeatureKind.Whole or FeatureKind.Flag || column.Name == KnownFeatures.PerceptualHash;

    private void Copy(FeatureGroup group, TextColumnWriter ids, ColumnWriter hashes)
    {
        var kernel = FeatureFile.KernelColumns.Count;
        if (_files.Count == 0)
            Begin(group.Columns);
        var rows = group.Values[0].Length;
        for (var row = 0; row < rows; row++)
            AddSample(group.Values, row, ids);
        for (var number = 0; number < _numbers.Count; number++)
        {
            var at = IndexOf(group.Columns, _numbers[number].Name);
            _numbers[number] = CopyNumbers(_numbers[number], at < 0 ? new object?[rows] : group.Values[kernel + at], _files[number]);
        }

        var hash = IndexOf(group.Columns, KnownFeatures.PerceptualHash);
        hashes.Write<ulong>([.. (hash < 0 ? new object?[rows] : group.Values[kernel + hash]).Select(HashOf)]);
        HasHashes |= hash >= 0;
    }

    private void Begin(IReadOnlyList<FeatureColumn> columns)
    {
        foreach (var column in columns.Where(column => column.Name != KnownFeatures.PerceptualHash))
        {
            _files.Add(new ColumnWriter(Path.Combine(folder, IndexNames.Number(_numbers.Count))));
            _numbers.Add(new NumberColumn(column.Name, column.Description, column.Kind is not FeatureKind.Number));
        }
    }

    private void AddSample(IReadOnlyList<object?[]> values, int row, TextColumnWriter ids)
    {
        var id = (string)values[0][row]!;
        if (!Ids.TryAdd(id))
            throw new EnvironmentException("The release's feature files do not hold their samples in order of id: no index can be made.");
        ids.Add(id);
        var verdict = new Verdict(EnumCode.Parse<Outcome>((string)values[2][row]!), (string)values[3][row]!, (string)values[4][row]!);
        if (verdict.Outcome is not Outcome.Kept)
            Ended[Ids.Count - 1] = verdict;
    }

    private static NumberColumn CopyNumbers(NumberColumn column, object?[] values, ColumnWriter file)
    {
        var numbers = new double[values.Length];
        var (min, max, count) = (column.Min, column.Max, column.Samples);
        for (var row = 0; row < values.Length; row++)
        {
            var number = values[row] switch { double d => d, long whole => whole, bool flag => flag ? 1 : 0, _ => double.NaN };
            numbers[row] = number;
            if (!double.IsFinite(number))
                continue;
            (min, max) = count == 0 ? (number, number) : (Math.Min(min, number), Math.Max(max, number));
            count++;
        }

        file.Write<double>(numbers);
        return column with { Min = min, Max = max, Samples = count };
    }

    private static ulong HashOf(object? value) =>
        value is string hex && ulong.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash) ? hash : 0;

    private static int IndexOf(IReadOnlyList<FeatureColumn> columns, string name)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Name == name)
                return i;
        }

        return -1;
    }
}
