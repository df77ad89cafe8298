using System.Diagnostics;
using Hangfire;
using Mm.Data.App.Hosting;
using Mm.Data.Catalog;
using Mm.Data.Run;

namespace Mm.Data.App.Bench;

/// <summary>What the job server costs: CPU a second while it idles, and CPU a job that does nothing.</summary>
internal sealed record JobCost(double IdleCpuPerSecond, double CpuSecondsPerJob)
{
    private const int Jobs = 500;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(3);

    public static async Task<JobCost> MeasureAsync(AppSettings settings, CancellationToken cancel)
    {
        var catalog = await RunCatalog.OpenAsync(settings.State, TimeProvider.System, cancel);
        using var host = RunHost.Build("bench", settings, catalog, settings.Run.WorkersOrCores);
        await host.StartAsync(cancel);
        await JobsAsync(host.Services, Jobs, cancel); // warms up
        await Task.Delay(Idle, cancel); // and lets the compiler finish behind it
        var cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        await Task.Delay(Idle, cancel);
        var idle = (Environment.CpuUsage.TotalTime - cpu) / watch.Elapsed;
        cpu = Environment.CpuUsage.TotalTime;
        await JobsAsync(host.Services, Jobs, cancel);
        var perJob = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds / Jobs;
        await host.StopAsync(CancellationToken.None);
        return new JobCost(idle, perJob);
    }

    /// <summary>Percent of the cores' time that jobs took in a run.</summary>
    public double Share(RunReport report, int cores) =>
        100 * ((IdleCpuPerSecond * report.Seconds) + (CpuSecondsPerJob * report.Jobs)) / (report.Seconds * cores);

    private static async Task JobsAsync(IServiceProvider services, int count, CancellationToken cancel)
    {
        using var left = new CountdownEvent(count);
        EmptyJob.Left = left;
        var jobs = services.GetRequiredService<IBackgroundJobClient>();
        for (var i = 0; i < count; i++)
            jobs.Enqueue(() => EmptyJob.Run());
        await Task.Run(() => left.Wait(cancel), cancel);
    }

    /// <summary>Does nothing but say that it was run.</summary>
    [Queue("measure")]
    public static class EmptyJob
    {
        internal static CountdownEvent? Left { get; set; }

        public static void Run() => Left!.Signal();
    }
}
