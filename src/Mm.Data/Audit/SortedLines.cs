using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Audit;

/// <summary>An audit file whose samples stand in order of id, searched by halves: a few lines are read of millions.</summary>
internal sealed class SortedLines : IDisposable
{
    private const byte LineFeed = (byte)'\n';
    private const int ChunkBytes = 1 << 16;

    private static readonly byte[] SampleKey = "\"sample\":\""u8.ToArray();

    private readonly Stream _file;
    private readonly string _path;
    private readonly byte[] _chunk = new byte[ChunkBytes];

    private readonly AuditIndex? _index;

    private SortedLines(Stream file, string path, AuditIndex? index) => (_file, _path, _index) = (file, path, index);

    /// <exception cref="EnvironmentException">The file cannot be opened.</exception>
    public static SortedLines Open(ReadableFile file, string path, AuditIndex? index = null)
    {
        try
        {
            return new SortedLines(file.Open(), path, index);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException($"Cannot read the audit file {path}: {e.Message} Run verify to see the rest.", e);
        }
    }

    public static EnvironmentException NoEvent(string path, long number) =>
        new($"{path} of the release cannot be read: line {number} is no event. Run verify to see the rest.");

    /// <summary>The sample of the first line; null where there is none.</summary>
    public string? First() => ReadLine(0) is { } line ? Sample(line, 0) : null;

    /// <summary>The lines whose sample's id begins with this, with their numbers from 1.</summary>
    /// <exception cref="EnvironmentException">A line that was looked at is no event.</exception>
    public IEnumerable<(byte[] Bytes, long Number)> Find(string prefix)
    {
        long low = 0, high = _file.Length; // line starts: the answer is not before low, and not behind high
        while (low < high)
        {
            var half = low + ((high - low) / 2);
            if (StartFrom(half, high) is not { } middle)
                high = half; // the one line there is long
            else if (ReadLine(middle) is { } line && string.CompareOrdinal(Sample(line, middle), prefix) < 0)
                low = middle + line.Length + 1;
            else
                high = middle;
        }

        while (ReadLine(low) is { } line && string.CompareOrdinal(Sample(line, low), prefix) < 0)
            low += line.Length + 1;
        var number = CountLines(low);
        while (ReadLine(low) is { } line && Sample(line, low).StartsWith(prefix, StringComparison.Ordinal))
        {
            yield return (line, ++number);
            low += line.Length + 1;
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The sample of a line in canonical form, whose keys stand in order: "sample" behind all that has keys of its own.</summary>
    private string Sample(byte[] line, long at)
    {
        var from = line.AsSpan().LastIndexOf(SampleKey);
        var id = from < 0 ? [] : line.AsSpan(from + SampleKey.Length);
        var length = id.IndexOf((byte)'"');
        return from >= 0 && length > 0 ? Encoding.UTF8.GetString(id[..length]) : throw NoEvent(_path, CountLines(at) + 1);
    }

    private int ReadAt(Span<byte> into, long at)
    {
        _file.Position = at;
        return _file.Read(into);
    }

    /// <summary>Where the first line begins that begins behind <paramref name="at"/>; null where none does before the end.</summary>
    private long? StartFrom(long at, long end)
    {
        while (at < end)
        {
            var read = ReadAt(_chunk, at);
            if (read == 0)
                return null;
            var feed = _chunk.AsSpan(0, read).IndexOf(LineFeed);
            if (feed >= 0)
                return at + feed + 1 is var start && start < end ? start : null;
            at += read;
        }

        return null;
    }

    private byte[]? ReadLine(long at)
    {
        if (at >= _file.Length)
            return null;
        var line = new MemoryStream();
        while (ReadAt(_chunk, at) is var read and > 0)
        {
            var feed = _chunk.AsSpan(0, read).IndexOf(LineFeed);
            line.Write(_chunk, 0, feed >= 0 ? feed : read);
            if (feed >= 0)
                break;
            at += read;
        }

        return line.ToArray();
    }

    private long CountLines(long end)
    {
        if (_index is null || end < AuditIndex.StretchBytes)
            return CountLines(0, end);
        var before = _index.LinesBefore(_path, CountStretches);
        var stretch = end / AuditIndex.StretchBytes;
        return before[stretch] + CountLines(stretch * AuditIndex.StretchBytes, end);
    }

    private long[] CountStretches()
    {
        var before = new long[(_file.Length / AuditIndex.StretchBytes) + 1];
        for (var stretch = 1; stretch < before.Length; stretch++)
        {
            var from = (stretch - 1L) * AuditIndex.StretchBytes;
            before[stretch] = before[stretch - 1] + CountLines(from, from + AuditIndex.StretchBytes);
        }

        return before;
    }

    private long CountLines(long from, long end)
    {
        long lines = 0;
        for (var at = from; at < end;)
        {
            var read = ReadAt(_chunk.AsSpan(0, (int)Math.Min(ChunkBytes, end - at)), at);
            if (read == 0)
                break;
            lines += _chunk.AsSpan(0, read).Count(LineFeed);
            at += read;
        }

        return lines;
    }
}
