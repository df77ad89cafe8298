using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Select;

/// <summary>
/// Carries out the steps of <c>take</c>, each on what the one before left. Which samples are taken depends on their values, their ids
/// and the seed alone, never on their order.
/// </summary>
internal sealed class Taking(SelectTable table, Choices choices, SelectOptions options)
{
    /// <summary>The value of <c>within</c> that stands for clusters of near-duplicates.</summary>
    public const string Cluster = "cluster";

    private const double Slack = 1e-9; // so that 0.1 of 10 is 1 whatever the binary fraction says

    public void Run()
    {
        for (var i = 0; i < options.Take.Count; i++)
            Run(i, options.Take[i]);
    }

    private void Run(int number, TakeStep step)
    {
        var rows = choices.Live();
        var groups = GroupsOf(step, rows);
        var limits = step.Mix.Count > 0
            ? Mixed(step, groups)
            : groups.ToDictionary(group => group.Key, group => Limit(step, group.Value.Length));
        foreach (var (key, group) in groups)
        {
            var limit = limits[key];
            if (limit >= group.Length)
                continue;
            Array.Sort(group, step.Best is { } best ? ByFeature(table.Column(best), step.Smallest) : ByDraw(step.Seed, group));
            for (var rank = limit; rank < group.Length; rank++)
            {
                choices.Reasons[group[rank]] = step.Reason;
                choices.Places[group[rank]] = new Choices.Place(number, rank, limit, group.Length);
            }
        }
    }

    // By value; those that lack it are one group, since equality of doubles in dictionaries takes all that is no number for one.
    private Dictionary<double, int[]> GroupsOf(TakeStep step, int[] rows)
    {
        double[] keys = step.Within switch
        {
            null => new double[rows.Length],
            Cluster => [.. Groups.Of(table, rows, options.Split.GroupBits).Select(row => (double)row)],
            { } name => [.. rows.Select(row => table.Column(name)[row])],
        };
        return rows.Index().GroupBy(pair => keys[pair.Index], pair => pair.Item).ToDictionary(group => group.Key, group => group.ToArray());
    }

    private static int Limit(TakeStep step, int of)
    {
        var limit = step.Share is { } share ? (int)Math.Ceiling((share * of) - Slack) : of;
        return Math.Min(limit, step.Count ?? limit);
    }

    // The largest numbers in proportion to the weights that the groups can give; a value that no sample has is passed over.
    private Dictionary<double, int> Mixed(TakeStep step, Dictionary<double, int[]> groups)
    {
        var weights = step.Mix.Select(pair => (Key: KeyOf(step.Within!, pair.Key), Weight: pair.Value))
            .Where(pair => groups.ContainsKey(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Weight);
        var total = weights.Count == 0 ? 0 : weights.Min(pair => groups[pair.Key].Length / pair.Value);
        if (step.Count is { } count && weights.Count > 0)
            total = Math.Min(total, count / weights.Values.Sum());
        return groups.ToDictionary(group => group.Key, group => (int)((total * weights.GetValueOrDefault(group.Key)) + Slack));
    }

    private double KeyOf(string within, string value) => table.HoldsCodes(within) ? table.CodeOf(value) : value switch
    {
        "true" => 1,
        "false" => 0,
        _ => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : -1,
    };

    private static Comparer<int> ByFeature(double[] values, bool smallest) => Comparer<int>.Create((one, other) =>
    {
        var (mine, others) = (values[one], values[other]);
        if (double.IsNaN(mine) || double.IsNaN(others))
            return double.IsNaN(mine) == double.IsNaN(others) ? one.CompareTo(other) : double.IsNaN(mine) ? 1 : -1;
        var order = smallest ? mine.CompareTo(others) : others.CompareTo(mine);
        return order != 0 ? order : one.CompareTo(other);
    });

    private Comparer<int> ByDraw(string seed, int[] rows)
    {
        var draws = rows.ToDictionary(row => row, row => Draw(seed, table.Rows[row].Id));
        return Comparer<int>.Create((one, other) =>
            draws[one].CompareTo(draws[other]) is var order and not 0 ? order : one.CompareTo(other));
    }

    private static ulong Draw(string seed, string id) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"take:{seed}:{id}")));
}
