namespace Mm.Data.App.Bench;

/// <summary>
/// What one round of a contender did: items finished, wall-clock seconds, and CPU seconds of all processes that took part.
/// </summary>
internal sealed record Reading(long Items, double WallSeconds, double CpuSeconds)
{
    public double Rate => Items / WallSeconds;

    public double CpuMs => CpuSeconds * 1000 / Items;
}

/// <summary>One thing that is measured: its name, and a round of it (about a second or more, so that the clock's grain is small).</summary>
internal sealed record Contender(string Name, Func<CancellationToken, Task<Reading>> RoundAsync);
