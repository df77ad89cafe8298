using System.Globalization;

namespace Mm.Data.App.Bench;

/// <summary>
/// What workers and their cores had done until a moment, in their order: how long a core had nothing to do tells, between two looks,
/// whether the work on it waited for something, whatever else the machine was doing.
/// </summary>
/// <param name="Ms">The moment, Unix milliseconds.</param>
/// <param name="IdleSeconds">Of each core.</param>
/// <param name="CpuSeconds">Of each worker.</param>
internal sealed record WorkersLook(long Ms, IReadOnlyList<double> IdleSeconds, IReadOnlyList<double> CpuSeconds)
{
    private const double TicksPerSecond = 100; // USER_HZ
    private const int IdleField = 4;
    private const int WaitField = 5;

    /// <summary>Looks now. It costs hundredths of a second: what is watched must not feel it.</summary>
    public static WorkersLook Now(IReadOnlyList<int> cores, IReadOnlyList<WorkerProcess> workers)
    {
        var idle = File.ReadLines("/proc/stat").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > WaitField)
            .ToDictionary(fields => fields[0], fields => (Ticks(fields[IdleField]) + Ticks(fields[WaitField])) / TicksPerSecond);
        return new WorkersLook(
            TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
            [.. cores.Select(core => idle[string.Create(CultureInfo.InvariantCulture, $"cpu{core}")])],
            [.. workers.Select(worker => worker.CpuSeconds())]);
    }

    private static long Ticks(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
