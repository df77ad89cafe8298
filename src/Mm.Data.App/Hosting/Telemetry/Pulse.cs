namespace Mm.Data.App.Hosting.Telemetry;

/// <summary>
/// Whether work of this process's own comes to run: a pool without a free thread, or a process that was stopped, lets it miss its beat.
/// </summary>
internal sealed class Pulse(TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private long _last = clock.GetTimestamp();

    public bool IsBeating => clock.GetElapsedTime(Volatile.Read(ref _last)) < Silence;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        do
            Volatile.Write(ref _last, clock.GetTimestamp());
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
