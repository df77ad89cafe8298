using System.Diagnostics;

namespace Mm.Data.App.Bench;

/// <summary>Readings of work in this process and its children.</summary>
internal static class Timed
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(0.5);

    /// <param name="items">How many items the work handles.</param>
    /// <param name="work">What is measured, once.</param>
    public static async Task<Reading> OnceAsync(long items, Func<Task> work)
    {
        var cpu = ProcessTree.CpuSeconds();
        var watch = Stopwatch.StartNew();
        await work();
        return new Reading(items, watch.Elapsed.TotalSeconds, ProcessTree.CpuSeconds() - cpu);
    }

    /// <summary>Again and again for half a second at least: CPU time is counted in hundredths of one.</summary>
    public static async Task<Reading> RunAsync(long items, Func<Task> work)
    {
        var total = new Reading(0, 0, 0);
        while (total.WallSeconds < Least.TotalSeconds)
        {
            var once = await OnceAsync(items, work);
            total = new Reading(
                total.Items + once.Items, total.WallSeconds + once.WallSeconds, total.CpuSeconds + once.CpuSeconds);
        }

        return total;
    }
}
