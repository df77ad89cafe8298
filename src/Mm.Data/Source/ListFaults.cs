using Mm.Data.Pipeline;

namespace Mm.Data.Source;

/// <summary>Collects what is wrong with lists: all of it is counted, the first 20 are told.</summary>
internal sealed class ListFaults
{
    private const int ToldMax = 20;

    private readonly List<string> _told = [];
    private long _count;

    public void Add(string fault)
    {
        _count++;
        if (_told.Count < ToldMax)
            _told.Add(fault);
    }

    /// <exception cref="ConfigurationException">There was a fault.</exception>
    public void ThrowIfAny()
    {
        if (_count > _told.Count)
            _told.Add($"... and {_count - _told.Count} more.");
        if (_count > 0)
            throw new ConfigurationException(_told);
    }
}
