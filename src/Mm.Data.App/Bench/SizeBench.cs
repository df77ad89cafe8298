using Mm.Data.App.Hosting;

namespace Mm.Data.App.Bench;

/// <summary>Runs over inputs of different size: what a sample costs and what memory all takes must not grow with their number.</summary>
internal static class SizeBench
{
    private const int Tiny = 16;

    public static async Task<IReadOnlyList<BenchFigure>> RunAsync(
        WholeRuns runs, AppSettings settings, int[] sizes, string scratch, CancellationToken cancel)
    {
        var start = await OneAsync(runs, settings, new(scratch, Tiny, 256, 192), cancel);
        var figures = new List<BenchFigure> { new($"{Tiny} pictures: start-up and end, CPU", start.Whole.CpuSeconds, "s") };
        var all = new List<(int Size, ChildReading Child)>();
        foreach (var size in sizes.Order())
        {
            var child = await OneAsync(runs, settings, new(scratch, size, 256, 192), cancel);
            all.Add((size, child));
            figures.Add(new($"{size} pictures: rate", child.Whole.Rate, "pictures/s"));
            figures.Add(new($"{size} pictures: CPU a sample", child.Whole.CpuMs, "ms"));
            figures.Add(new($"{size} pictures: CPU a sample without start-up", Net(child, start), "ms"));
            figures.Add(new($"{size} pictures: memory of all processes at most", child.MemoryMibMax, "MiB"));
        }

        var (small, large) = (all[0], all[^1]);
        figures.Add(new($"CPU a sample, {large.Size} over {small.Size}", large.Child.Whole.CpuMs / small.Child.Whole.CpuMs, ""));
        figures.Add(new(
            $"CPU a sample without start-up, {large.Size} over {small.Size}", Net(large.Child, start) / Net(small.Child, start), ""));
        figures.Add(new($"memory, {large.Size} over {small.Size}", large.Child.MemoryMibMax / small.Child.MemoryMibMax, ""));
        return figures;
    }

    private static async Task<ChildReading> OneAsync(WholeRuns runs, AppSettings settings, PictureOrder order, CancellationToken cancel)
    {
        var folder = await BenchPictures.MakeAsync(settings, order, cancel);
        var run = await runs.RunAsync(folder, order.Count, cancel);
        Directory.Delete(folder, recursive: true);
        return run.Child;
    }

    private static double Net(ChildReading child, ChildReading start) =>
        (child.Whole.CpuSeconds - start.Whole.CpuSeconds) * 1000 / (child.Whole.Items - start.Whole.Items);
}
