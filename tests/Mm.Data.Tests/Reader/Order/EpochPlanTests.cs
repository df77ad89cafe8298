using System.Text.Json;
using Mm.Data.Reader;
using Mm.Data.Reader.Files;
using Mm.Data.Reader.Order;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Reader.Order;

public sealed class EpochPlanTests
{
    [Fact]
    public void Every_row_has_one_place_whatever_the_sizes_of_the_groups()
    {
        var random = new Random(8);
        for (var trial = 0; trial < 200; trial++)
        {
            RowGroup[] groups = [.. Enumerable.Range(0, random.Next(1, 40)).Select(index => Group(index, random.Next(0, 30)))];
            var order = new ReadOrder { Seed = (ulong)trial, Lanes = random.Next(1, 12), WindowGroups = random.Next(1, 5), Shuffle = trial % 5 > 0 };
            var plan = new EpochPlan(groups, order);

            var seen = new HashSet<(int, int)>();
            for (long position = 0; position < plan.Rows; position++)
            {
                var place = plan.Place(position);
                var window = plan.Window(place);
                Assert.True(window.Holds(place));
                var (group, row) = plan.RowsOf(window)[place.Row - window.First];
                Assert.True(seen.Add((window.Groups[group].Index, row)));
            }

            Assert.Equal(groups.Sum(group => group.Live.Count), seen.Count);
        }
    }

    [Fact]
    public void A_batch_comes_from_many_row_groups_and_epochs_pair_rows_anew()
    {
        RowGroup[] groups = [.. Enumerable.Range(0, 400).Select(index => Group(index, 100))];
        var first = Batch(groups, epoch: 0);
        var second = Batch(groups, epoch: 1);
        Assert.InRange(first.Select(row => row.Group).Distinct().Count(), 14, 16); // 8 strands of 2 groups
        Assert.InRange(first.Intersect(second).Count(), 0, 30); // by chance 256 / 40000 of 256
    }

    [Fact]
    [Promise(PromiseAttribute.Trainers, "The order of an epoch is written down: a second reader in Python, made from the page, gives the same.")]
    public async Task A_reader_in_another_language_gives_the_same_order()
    {
        await Python.NeedsAsync("json");
        using var folder = new TemporaryFolder();
        var random = new Random(2);
        Case[] cases = [.. Enumerable.Range(0, 40).Select(_ => new Case(
            [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(0, 20))],
            (ulong)random.NextInt64(), random.Next(100), random.Next(1, 10), random.Next(1, 4)))];
        await File.WriteAllTextAsync(folder["cases"], JsonSerializer.Serialize(cases, JsonSerializerOptions.Web), Cancel);
        await Python.RunAsync("ops/trainers/order.py", folder["cases"], folder["orders"]);

        var orders = JsonSerializer.Deserialize<int[][][]>(await File.ReadAllTextAsync(folder["orders"], Cancel))!;
        foreach (var (one, expected) in cases.Zip(orders))
        {
            RowGroup[] groups = [.. one.Groups.Select((rows, index) => Group(index, rows))];
            var order = new ReadOrder { Seed = one.Seed, Epoch = one.Epoch, Lanes = one.Lanes, WindowGroups = one.Window };
            var plan = new EpochPlan(groups, order);
            Assert.Equal(plan.Rows, expected.Length);
            Assert.Equal(expected.Select(row => (row[0], row[1])), Enumerable.Range(0, expected.Length).Select(at => At(plan, at)));
        }
    }

    /// <summary>The order is part of the contract: a later version must give the same.</summary>
    [Fact]
    public void The_order_is_the_one_that_was_published()
    {
        RowGroup[] groups = [.. Enumerable.Range(0, 7).Select(index => Group(index, 3 + index))];
        var plan = new EpochPlan(groups, new ReadOrder { Seed = 42, Epoch = 1, Lanes = 2, WindowGroups = 2 });
        var order = Enumerable.Range(0, 12).Select(position => At(plan, position));
        Assert.Equal(Published, string.Join(' ', order.Select(row => $"{row.Group}.{row.Row}")));
    }

    private const string Published = "6.6 1.2 6.2 3.3 6.0 1.1 6.1 3.2 0.0 3.5 6.4 3.0"; // ops/trainers/order.py says the same

    private sealed record Case(int[] Groups, ulong Seed, int Epoch, int Lanes, int Window);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static (int Group, int Row)[] Batch(RowGroup[] groups, int epoch)
    {
        var plan = new EpochPlan(groups, new ReadOrder { Seed = 1, Epoch = epoch });
        return [.. Enumerable.Range(0, 256).Select(position => At(plan, position))];
    }

    private static (int Group, int Row) At(EpochPlan plan, long position)
    {
        var place = plan.Place(position);
        var window = plan.Window(place);
        var (group, row) = plan.RowsOf(window)[place.Row - window.First];
        return (window.Groups[group].Index, row);
    }

    private static RowGroup Group(int index, int rows) =>
        new(new PartFile("train/part-00000.parquet", 1, "", "train", rows), index, 0, new LiveRows(rows, []));
}
