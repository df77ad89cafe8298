using Mm.Data.Catalog.Schedules;

namespace Mm.Data.Run.Schedules;

/// <summary>What changed under the tries of one window, by keyed digests of names.</summary>
internal sealed class WindowChanges
{
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private int _deferred;

    /// <summary>Notes a file, and says whether it is left to the next window: what has changed before is, on the last try.</summary>
    public bool Leaves(string name, bool isChanged, bool isLast)
    {
        if (isChanged)
            _changed.Add(name);
        if (!isLast || !_changed.Contains(name))
            return false;
        _deferred++;
        return true;
    }

    public WindowEnd On(WindowEnd end) => end with { Changed = _changed.Count, Deferred = _deferred };
}
