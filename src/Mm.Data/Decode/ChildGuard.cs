namespace Mm.Data.Decode;

/// <summary>Why a guard ended a child.</summary>
internal enum GuardEnd
{
    None,
    Late,
    Cancelled,
}

/// <summary>Kills the child at most once, and not any more after the answer was there and the guard closed.</summary>
internal sealed class ChildGuard(DecoderChild child)
{
    private readonly Lock _lock = new();
    private GuardEnd _end;
    private bool _isClosed;

    public void End(GuardEnd end)
    {
        lock (_lock)
        {
            if (_isClosed || _end is not GuardEnd.None)
                return;
            _end = end;
            child.Kill();
        }
    }

    public GuardEnd Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            return _end;
        }
    }
}
