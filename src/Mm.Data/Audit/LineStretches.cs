namespace Mm.Data.Audit;

/// <summary>Counts the lines of an audit file before each of its stretches, while somebody reads the file from front to back.</summary>
public sealed class LineStretches
{
    private readonly List<long> _before = [0];
    private long _position;
    private long _lines;

    /// <summary>Takes the next line, of so many bytes without its line feed.</summary>
    public void Add(int bytes)
    {
        var feed = _position + bytes;
        while (_before.Count * (long)AuditIndex.StretchBytes <= feed)
            _before.Add(_lines);
        _position = feed + 1;
        _lines++;
    }

    /// <summary>Lines before each stretch, the last one of which may be empty.</summary>
    public long[] ToArray()
    {
        while (_before.Count < (_position / AuditIndex.StretchBytes) + 1)
            _before.Add(_lines);
        return [.. _before];
    }
}
