using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Mm.Data.Pipeline;

namespace Mm.Data.Source;

/// <summary>
/// One JSON object a line (JSON Lines). Blank lines are skipped.
/// </summary>
internal sealed class JsonLinesList(InputFile file, string pathKey, string captionKey) : IListReader
{
    public async IAsyncEnumerable<ListRow> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var whole = await file.FindAsync(cancel);
        var (rows, captions) = (0L, 0L);
        await foreach (var (line, offset, bytes) in LinesAsync(whole, cancel))
        {
            var json = JsonRow.Parse(bytes);
            rows++;
            captions += json?.Has(captionKey) == true ? 1 : 0;
            var place = new JsonPlace(whole with { Offset = offset, Length = bytes.Length }, captionKey);
            yield return ToRow(line, json, place);
        }

        if (rows > 0 && captions == 0)
            throw new ConfigurationException($"{file.Label}: no line has the key '{captionKey}'. " +
                "Set source.captionColumn to the key of the captions.");
    }

    private ListRow ToRow(long line, JsonRow? json, JsonPlace place)
    {
        if (json is null)
            return ListRow.Faulty(line, "is not a JSON object");
        if (json.Text(pathKey) is not { Length: > 0 } path)
            return ListRow.Faulty(line, $"has no text under '{pathKey}'");
        if (!json.Has(captionKey))
            return new ListRow(line, path, CaptionPlace.Nowhere);
        return json.Text(captionKey) is null
            ? ListRow.Faulty(line, $"has something else than text under '{captionKey}'")
            : new ListRow(line, path, place);
    }

    private async IAsyncEnumerable<(long Line, long Offset, byte[] Bytes)> LinesAsync(
        ByteRange whole, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var stream = await file.OpenAsync(whole, cancel);
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 1 << 16));
        var (line, offset) = (0L, 0L);
        while (true)
        {
            var read = await pipe.ReadAsync(cancel);
            var buffer = read.Buffer;
            while (NextLine(buffer, read.IsCompleted) is { } next)
            {
                line++;
                var bytes = next.ToArray();
                if (!bytes.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
                    yield return (line, offset, bytes);
                offset += next.Length;
                buffer = buffer.Slice(next.End);
            }

            if (buffer.Length > JsonPlace.BytesMax)
                throw new ConfigurationException(
                    $"{file.Label}, line {line + 1} is longer than {JsonPlace.BytesMax >> 20} MiB: is this a list of JSON lines?");
            pipe.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
                break;
        }

        await pipe.CompleteAsync();
    }

    private static ReadOnlySequence<byte>? NextLine(ReadOnlySequence<byte> buffer, bool last)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
            return buffer.Slice(0, buffer.GetPosition(1, end));
        return last && !buffer.IsEmpty ? buffer : null;
    }
}
