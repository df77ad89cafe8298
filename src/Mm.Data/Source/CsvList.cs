using System.Runtime.CompilerServices;
using CsvHelper;
using Mm.Data.Pipeline;

namespace Mm.Data.Source;

/// <summary>A CSV file (RFC 4180, UTF-8) with a header. Captions are found again by the byte offset of their record.</summary>
internal sealed class CsvList(InputFile file, string pathColumn, string captionColumn) : IListReader
{
    private const int RecordBytesMax = 16 << 20;

    private readonly Queue<ListRow> _faulty = new();

    public async IAsyncEnumerable<ListRow> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var whole = await file.FindAsync(cancel);
        await RefuseUtf16Async(whole, cancel);
        using var reader = CsvReader.Create(
            await file.OpenAsync(whole, cancel), Options(header: true) with { OnMalformedRecord = Keep }, false);
        await ReadAsync(reader, async () =>
        {
            await reader.ReadHeaderAsync(cancel);
            return true;
        });
        var (path, caption) = Columns(reader);
        while (await ReadAsync(reader, () => reader.ReadAsync(cancel)))
        {
            while (_faulty.TryDequeue(out var faulty))
                yield return faulty;
            yield return ToRow(reader, path, caption, whole);
        }

        while (_faulty.TryDequeue(out var faulty))
            yield return faulty;
    }

    /// <summary>Field <paramref name="column"/> of the bytes of one record; null where it has no such field.</summary>
    public static Caption? CaptionOf(byte[] record, int column)
    {
        using var reader = CsvReader.Create(record, Options(header: false));
        return reader.Read() && column < reader.Current.FieldCount ? Caption.FromBytes(reader.Current.GetSpan(column)) : null;
    }

    private static CsvReaderOptions Options(bool header) => new()
    {
        Separator = ',',
        HasHeader = header,
        MalformedData = CsvMalformedDataHandling.Skip,
        FieldCountMismatch = CsvFieldCountHandling.Skip,
        MaxRecordSize = RecordBytesMax,
        TrackLineNumbers = true,
        IncludeValuesInExceptions = false,
    };

    private void Keep(CsvMalformedRecord record) => _faulty.Enqueue(ListRow.Faulty(record.LineNumber, record.Reason switch
    {
        CsvMalformedReason.FieldCountMismatch => "has another number of fields than the header",
        CsvMalformedReason.UnterminatedQuote => "opens a quotation mark that is never closed",
        _ => "has a stray quotation mark",
    }));

    private static ListRow ToRow(CsvReader reader, int path, int caption, ByteRange whole)
    {
        var row = reader.Current;
        var range = whole with { Offset = reader.ByteOffset, Length = row.RawRecord.Length };
        return row.GetString(path) is { Length: > 0 } value
            ? new ListRow(reader.LineNumber, value, new CsvPlace(range, caption))
            : ListRow.Faulty(reader.LineNumber, "has no path");
    }

    private (int Path, int Caption) Columns(CsvReader reader)
    {
        var problems = new List<string>();
        if (!reader.TryGetFieldIndex(pathColumn, out var path))
            problems.Add($"{file.Label} has no column '{pathColumn}'. Set source.pathColumn to the column of the paths.");
        if (!reader.TryGetFieldIndex(captionColumn, out var caption))
            problems.Add($"{file.Label} has no column '{captionColumn}'. Set source.captionColumn to the column of the captions.");
        return problems.Count == 0 ? (path, caption) : throw new ConfigurationException(problems);
    }

    private async ValueTask<bool> ReadAsync(CsvReader reader, Func<ValueTask<bool>> read)
    {
        try
        {
            return await read();
        }
        catch (CsvFormatException)
        {
            throw new ConfigurationException(
                $"{file.Label}, line {reader.LineNumber}: not CSV that can be read. " +
                "Quote fields that hold commas, quotation marks or line ends.");
        }
        catch (EnvironmentException e)
        {
            throw new EnvironmentException($"{file.Label}: {e.Message}", e.Fault);
        }
    }

    // The library would convert it, and its offsets would no longer be those of the file.
    private async ValueTask RefuseUtf16Async(ByteRange whole, CancellationToken cancel)
    {
        var head = new byte[2];
        await using var stream = await file.OpenAsync(whole, cancel);
        await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancel);
        if (head is [0xfe, 0xff] or [0xff, 0xfe])
            throw new ConfigurationException($"{file.Label} is UTF-16. Save it as UTF-8.");
    }
}
