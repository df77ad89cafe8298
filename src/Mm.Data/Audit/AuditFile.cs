using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Audit;

/// <summary>One line of an audit file: the event, and the bytes that the ledger hashes (without the line feed).</summary>
public sealed record AuditLine(AuditEvent Event, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// Audit events as lines of canonical JSON: UTF-8, one object a line, every key present and in ordinal order, no blanks, ASCII only,
/// numbers in their shortest form that reads back the same. Equal events have equal bytes, so that a digest of the line speaks for the
/// event.
/// </summary>
public static class AuditFile
{
    private const byte LineFeed = (byte)'\n';

    /// <summary>Stands at the end of a line without a line feed, so that it is no event and no leaf even where its text is whole.</summary>
    private const byte LineCut = 0;

    /// <summary>A line longer than this is damage: an event of the largest video's boxes takes about a tenth.</summary>
    private const int LineBytesMax = 64 << 20;

    private const int KeptBytesMax = 1 << 20;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _written;

    /// <summary>Writes the events in their order, each ended by a line feed. The stream stays open.</summary>
    public static async Task WriteAsync(Stream stream, IEnumerable<AuditEvent> events, CancellationToken cancel)
    {
        foreach (var auditEvent in events)
        {
            await stream.WriteAsync(Line(auditEvent), cancel);
            stream.WriteByte(LineFeed);
        }
    }

    /// <summary>The canonical bytes of one event, without a line feed.</summary>
    /// <exception cref="ArgumentException">The event has no verdict or a number that is not finite.</exception>
    public static byte[] Line(AuditEvent auditEvent) => Write(auditEvent).ToArray();

    /// <summary>The same in this thread's own memory: good until its next call.</summary>
    private static ReadOnlySpan<byte> Write(AuditEvent auditEvent)
    {
        if (auditEvent.Verdict.Outcome is Outcome.Live)
            throw new ArgumentException($"Sample {auditEvent.SampleId} has no verdict.", nameof(auditEvent));
        var buffer = _written ??= new ArrayBufferWriter<byte>(1 << 12);
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteMap(json, "codes", auditEvent.Codes, (writer, value) => writer.WriteStringValue(value));
            WriteMap(json, "digests", auditEvent.Digests, (writer, value) => writer.WriteStringValue(value));
            WriteMap(json, "facts", auditEvent.Facts, (writer, value) => writer.WriteNumberValue(value));
            WriteRedactions(json, "obfuscations", auditEvent.Obfuscations);
            json.WriteString("outcome", EnumCode.Of(auditEvent.Verdict.Outcome));
            json.WriteString("phase", EnumCode.Of(auditEvent.Phase));
            json.WriteString("reason", auditEvent.Verdict.Reason);
            WriteRedactions(json, "redactions", auditEvent.Redactions);
            json.WriteString("sample", auditEvent.SampleId);
            json.WriteString("stage", auditEvent.Verdict.Stage);
            json.WriteEndObject();
        }

        if (buffer.Capacity > KeptBytesMax)
            _written = null; // of a film's boxes: not to be kept for every line after it
        return buffer.WrittenSpan;
    }

    /// <summary>Streams a file's lines in order; the bytes of each are checked to be canonical.</summary>
    /// <exception cref="FormatException">A line is no event in canonical form, or the last line is cut. Says which line.</exception>
    /// <exception cref="EnvironmentException">The file cannot be opened.</exception>
    public static async IAsyncEnumerable<AuditLine> ReadAsync(ReadableFile file, [EnumeratorCancellation] CancellationToken cancel)
    {
        long number = 0;
        await foreach (var bytes in ReadRawAsync(file, cancel))
            yield return new AuditLine(Parse(bytes, ++number), bytes);
    }

    /// <summary>Streams a file's lines as they are, for whoever must go on behind a damaged one. A cut last line counts as one.</summary>
    /// <exception cref="EnvironmentException">The file cannot be read, or a line has no end.</exception>
    internal static async IAsyncEnumerable<byte[]> ReadRawAsync(ReadableFile file, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var stream = Open(file);
        await foreach (var bytes in LinesAsync(stream, cancel))
            yield return bytes;
    }

    /// <summary>The event of a line; null where the line is no event in canonical form.</summary>
    internal static AuditEvent? TryParse(byte[] line)
    {
        try
        {
            return Parse(line, 0);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>JSON Schema of one line.</summary>
    public static JsonObject Schema() => DefinitionSchema.Of(typeof(AuditRecord));

    private static void WriteMap<T>(
        Utf8JsonWriter json, string name, IReadOnlyDictionary<string, T> map, Action<Utf8JsonWriter, T> writeValue)
    {
        json.WriteStartObject(name);
        IEnumerable<KeyValuePair<string, T>> pairs = IsOrdered(map) ? map : map.OrderBy(pair => pair.Key, StringComparer.Ordinal);
        foreach (var (key, value) in pairs)
        {
            json.WritePropertyName(key);
            writeValue(json, value);
        }

        json.WriteEndObject();
    }

    /// <summary>Also the order that a map read from a canonical line has.</summary>
    private static bool IsOrdered<T>(IReadOnlyDictionary<string, T> map)
    {
        var before = default(string);
        foreach (var key in map.Keys)
        {
            if (string.CompareOrdinal(before, key) > 0)
                return false;
            before = key;
        }

        return true;
    }

    private static void WriteRedactions(Utf8JsonWriter json, string name, IReadOnlyList<Redaction> redactions)
    {
        json.WriteStartArray(name);
        foreach (var redaction in redactions)
        {
            json.WriteStartObject();
            json.WriteString("kind", redaction.Kind);
            json.WriteStartArray("region");
            foreach (var number in redaction.Region)
                json.WriteNumberValue(number);
            json.WriteEndArray();
            json.WriteString("where", redaction.Where);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static Stream Open(ReadableFile file)
    {
        try
        {
            return file.Open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException(
                $"Cannot read the audit file {Path.GetFileName(file.Path)}: {e.Message} Check the disk and its rights, then try again.", e);
        }
    }

    private static async IAsyncEnumerable<byte[]> LinesAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancel)
    {
        var chunk = new byte[1 << 16];
        var line = new ArrayBufferWriter<byte>();
        int read;
        while ((read = await stream.ReadAsync(chunk, cancel)) > 0)
        {
            var rest = chunk.AsMemory(0, read);
            int end;
            while ((end = rest.Span.IndexOf(LineFeed)) >= 0)
            {
                line.Write(rest.Span[..end]);
                yield return line.WrittenSpan.ToArray();
                line.ResetWrittenCount();
                rest = rest[(end + 1)..];
            }

            line.Write(rest.Span);
            if (line.WrittenCount > LineBytesMax)
                throw new EnvironmentException("A line of the audit file has no end.");
        }

        if (line.WrittenCount > 0)
            yield return [.. line.WrittenSpan, LineCut];
    }

    private static AuditEvent Parse(byte[] bytes, long number)
    {
        try
        {
            var auditEvent = JsonSerializer.Deserialize<AuditRecord>(bytes, PipelineJson.Options)!.ToEvent();
            return Write(auditEvent).SequenceEqual(bytes) ? auditEvent : throw new FormatException("not canonical");
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
        {
            throw new FormatException($"Line {number} of the audit file is no event in canonical form.", e);
        }
    }
}
