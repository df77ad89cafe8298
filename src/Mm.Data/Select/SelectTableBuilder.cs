using System.Globalization;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Select;

/// <summary>Collects the rows of a run, file after file, and keeps of each only what the options read.</summary>
public sealed class SelectTableBuilder(SelectOptions options)
{
    private readonly string[] _named = Selector.Named(options);
    private readonly List<SelectRow> _rows = [];
    private readonly ComparedRows _compared = new(options);
    private readonly Dictionary<string, List<double>> _columns = new(StringComparer.Ordinal);
    private readonly HashSet<string> _codeColumns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);

    /// <summary>Adds a sample; one that Measure did not keep is passed over.</summary>
    public void Add(MeasuredSample sample)
    {
        if (sample.Verdict.Outcome is not Outcome.Kept)
            return;
        var features = sample.Features;
        _rows.Add(RowOf(sample));
        _compared.Add(features);
        foreach (var name in _named)
        {
            if (features[name] is { } value)
                Set(name, value);
        }
    }

    /// <summary>The table, by id.</summary>
    /// <exception cref="ArgumentException">Two samples have one id.</exception>
    public SelectTable Build()
    {
        var ids = _rows.Select(row => row.Id).ToArray();
        var order = Enumerable.Range(0, ids.Length).ToArray();
        Array.Sort(ids, order, StringComparer.Ordinal);
        for (var i = 1; i < ids.Length; i++)
        {
            if (ids[i] == ids[i - 1])
                throw new ArgumentException($"Two samples have the id {ids[i]}.");
        }

        var columns = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var (name, values) in _columns)
        {
            Pad(values, ids.Length);
            columns[name] = [.. order.Select(row => values[row])];
            values.Clear();
            values.TrimExcess();
        }

        return new SelectTable([.. order.Select(row => _rows[row])], _compared.Ordered(order), columns, _codeColumns, _codes);
    }

    private void Set(string name, object value)
    {
        if (!_columns.TryGetValue(name, out var column))
            _columns[name] = column = [];
        Pad(column, _rows.Count - 1);
        column.Add(value switch
        {
            double number => number,
            long whole => whole,
            bool flag => flag ? 1 : 0,
            string code => CodeOf(name, code),
            _ => 0, // vectors, boxes and spans: that they are there is all that can be asked
        });
    }

    private int CodeOf(string name, string code)
    {
        _codeColumns.Add(name);
        if (!_codes.TryGetValue(code, out var number))
            _codes[code] = number = _codes.Count;
        return number;
    }

    private static void Pad(List<double> column, int count)
    {
        while (column.Count < count)
            column.Add(double.NaN);
    }

    private static Modality? ModalityOf(FeatureRow features) => features.Code(KnownFeatures.Modality) switch
    {
        "image" => Modality.Image,
        "video" => Modality.Video,
        "audio" => Modality.Audio,
        _ => null,
    };

    internal static SelectRow RowOf(MeasuredSample sample)
    {
        var hash = HashOf(sample.Features);
        return new SelectRow(sample.Id, sample.AssetSha256, ModalityOf(sample.Features), hash ?? 0, hash is not null)
        {
            Document = sample.Features.Code(KnownFeatures.Document) ?? sample.Features.Code(KnownFeatures.Film),
        };
    }

    /// <summary>The perceptual hash of a measured sample; null where there is none, or it shows too little to mean anything.</summary>
    public static ulong? HashOf(FeatureRow features) =>
        features.Code(KnownFeatures.PerceptualHash) is { } hex && features.Number(KnownFeatures.FlatPicture) is null or 0
            ? ulong.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : null;
}
