namespace Mm.Data.Run;

/// <summary>
/// Adds up the time that a run spends on recording what it does instead of doing it: catalog, markers, audit, publication. Time may be
/// counted on several jobs at once.
/// </summary>
public sealed class Bookkeeping(TimeProvider clock)
{
    private long _ticks;

    public double Seconds => TimeSpan.FromTicks(Interlocked.Read(ref _ticks)).TotalSeconds;

    public async Task<T> TimeAsync<T>(Task<T> work)
    {
        var began = clock.GetTimestamp();
        try
        {
            return await work;
        }
        finally
        {
            Interlocked.Add(ref _ticks, clock.GetElapsedTime(began).Ticks);
        }
    }

    public async Task TimeAsync(Task work) => await TimeAsync(AsTask(work));

    private static async Task<bool> AsTask(Task work)
    {
        await work;
        return true;
    }
}
