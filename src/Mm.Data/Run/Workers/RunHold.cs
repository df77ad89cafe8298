namespace Mm.Data.Run.Workers;

/// <summary>A run that a job works on. A joined run is put away when it is retired and nobody holds it any more.</summary>
public sealed class RunHold(ActiveRun run, Func<ValueTask> letGo) : IAsyncDisposable
{
    public ActiveRun Run { get; } = run;

    public ValueTask DisposeAsync() => letGo();
}
