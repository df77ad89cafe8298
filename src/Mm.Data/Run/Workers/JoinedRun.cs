namespace Mm.Data.Run.Workers;

/// <summary>A run of another process that this one takes part in, and the jobs that use it now.</summary>
internal sealed class JoinedRun(ActiveRun run)
{
    private readonly Lock _counting = new();
    private int _holders;
    private bool _retired;

    public ActiveRun Run { get; } = run;

    /// <summary>Null: it was retired meanwhile.</summary>
    public RunHold? TryHold()
    {
        lock (_counting)
        {
            if (_retired)
                return null;
            _holders++;
            return new RunHold(Run, LetGoAsync);
        }
    }

    /// <summary>Stops what works on it and puts it away behind the last one.</summary>
    public async Task RetireAsync()
    {
        bool unused;
        lock (_counting)
        {
            if (_retired)
                return;
            _retired = true;
            unused = _holders == 0;
        }

        await Run.FailAsync(new OperationCanceledException($"Run {Run.Key[..8]} has ended or was begun anew."));
        if (unused)
            await Run.DisposeAsync();
    }

    private async ValueTask LetGoAsync()
    {
        bool last;
        lock (_counting)
            last = --_holders == 0 && _retired;
        if (last)
            await Run.DisposeAsync();
    }
}
