using System.Runtime.InteropServices;

namespace Mm.Data.Models.Batching;

/// <summary>What a tower must keep before its rows may share passes. Runs when the tower is first used, never on users' data.</summary>
internal static class TowerTrial
{
    /// <summary>How far an embedding of unit length may move, a number, when its caption's padding is cut: rounding, no more.</summary>
    private const float RoundingMax = 2e-5f;

    /// <summary>
    /// Runs rows so that each stands at every place of a batch, in a full batch and alone in a padded one, and on every device. Null
    /// when each came out the same everywhere, bit for bit; else what differed. Costs as much as four batches a device.
    /// </summary>
    public static string? Fault(TowerShape shape, IReadOnlyList<TowerRow> probes, int devices)
    {
        var rows = Fitting(shape, probes);
        var first = new float[]?[rows.Length];
        for (var device = 0; device < devices; device++)
        {
            foreach (var order in Orders(rows.Length, shape.Batch))
            {
                var found = shape.Run(device, [.. order.Select(row => rows[row])]);
                for (var place = 0; place < order.Length; place++)
                {
                    if (!Same(found[place], first[order[place]] ??= found[place]))
                        return device == 0 ? $"a row's bits depend on its batch of {shape.Batch}" : "the devices' bits differ";
                }
            }
        }

        return null;
    }

    /// <summary>Whether captions that fit the shorter shape come out alike there, but for rounding.</summary>
    public static bool AgreesWith(TowerShape whole, TowerShape shorter, IReadOnlyList<TowerRow> probes)
    {
        foreach (var rows in Fitting(shorter, probes).Chunk(Math.Min(whole.Batch, shorter.Batch)))
        {
            if (!whole.Run(0, rows).Zip(shorter.Run(0, rows)).All(pair => Near(Unit(pair.First), Unit(pair.Second))))
                return false;
        }

        return true;
    }

    /// <summary>The first row alone; then full batches, turned by one each time until every row has stood at every place.</summary>
    private static IEnumerable<int[]> Orders(int rows, int batch)
    {
        yield return [0];
        for (var turn = 0; turn < rows; turn++)
            yield return [.. Enumerable.Range(0, batch).Select(place => (place + turn) % rows)];
    }

    private static TowerRow[] Fitting(TowerShape shape, IReadOnlyList<TowerRow> probes) =>
        [.. probes.Where(row => row.Tokens is not { } tokens || tokens.Length <= shape.Length)];

    private static bool Same(float[] a, float[] b) => MemoryMarshal.AsBytes<float>(a).SequenceEqual(MemoryMarshal.AsBytes<float>(b));

    private static bool Near(float[] a, float[] b) => a.Zip(b).All(pair => Math.Abs(pair.First - pair.Second) <= RoundingMax);

    private static float[] Unit(float[] embedding)
    {
        var length = Math.Sqrt(embedding.Sum(value => (double)value * value));
        return Array.ConvertAll(embedding, value => (float)(value / length));
    }
}
