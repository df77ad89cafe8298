using System.Buffers;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;

namespace Mm.Data.Tests.Kit;

/// <summary>
/// Values that must not be found: each as it was planted and in its other forms, in UTF-8, UTF-16, hex, base64 and per-cent encoding; in
/// files as they lie and in whatever gzip, zlib and Zstandard streams they hold.
/// </summary>
internal sealed class PlantedValues
{
    private const int StreamBytesMax = 64 << 20;

    private readonly SearchValues<string> _needles;
    private readonly Dictionary<string, string> _places = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="lines">Place, and forms of a value, parted by tabs.</param>
    public PlantedValues(IEnumerable<string> lines)
    {
        foreach (var parts in lines.Select(line => line.Split('\t')))
        {
            Count++;
            foreach (var needle in parts[1..].SelectMany(Codings).Where(needle => needle.Length >= 8))
                _places[needle] = parts[0];
        }

        _needles = SearchValues.Create([.. _places.Keys], StringComparison.OrdinalIgnoreCase);
    }

    public int Count { get; }

    /// <summary>Files that were searched, streams inside them not counted.</summary>
    public int Searched { get; private set; }

    /// <summary>Searches every file below a folder, its names too. Gives a line for each find, without the value.</summary>
    public List<string> SearchFolder(string folder)
    {
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, file);
            found.AddRange(Search(name, Encoding.UTF8.GetBytes(name)));
            if (new FileInfo(file).Length > 0) // the runtime's own pipes would never end
                found.AddRange(Search(name, File.ReadAllBytes(file)));
            Searched++;
        }

        return found;
    }

    public List<string> Search(string name, string text) => Search(name, Encoding.UTF8.GetBytes(text));

    public List<string> Search(string name, byte[] bytes)
    {
        var found = new List<string>();
        Scan(name, bytes, found);
        foreach (var stream in Streams(bytes))
            Scan(name + " (unpacked)", stream, found);
        return found;
    }

    private void Scan(string name, byte[] bytes, List<string> found)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var rest = text.AsSpan();
        for (int at; (at = rest.IndexOfAny(_needles)) >= 0; rest = rest[(at + 1)..])
        {
            var place = text.Length - rest.Length + at;
            var needle = Enumerable.Range(8, Math.Min(text.Length - place, 400) - 7).Select(length => text.Substring(place, length))
                .First(_places.ContainsKey);
            found.Add($"{name} at {place}: {_places[needle]}, {needle[..3]}... of {needle.Length} characters");
        }
    }

    private static IEnumerable<string> Codings(string value)
    {
        var utf8 = Encoding.UTF8.GetBytes(value);
        yield return value;
        yield return Uri.EscapeDataString(value);
        yield return Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(value));
        yield return Encoding.Latin1.GetString(Encoding.BigEndianUnicode.GetBytes(value));
        yield return Convert.ToHexString(utf8);
        for (var shift = 0; shift < 3; shift++)
        {
            // Without the characters at both ends that neighbours share.
            var coded = Convert.ToBase64String([.. new byte[shift], .. utf8]).TrimEnd('=');
            yield return coded[(shift == 0 ? 0 : 4)..^1];
        }
    }

    /// <summary>What can be unpacked at every place that begins like a packed stream.</summary>
    private static IEnumerable<byte[]> Streams(byte[] bytes)
    {
        for (var at = 0; at + 4 < bytes.Length; at++)
        {
            var isGzip = bytes[at] == 0x1f && bytes[at + 1] == 0x8b && bytes[at + 2] == 8;
            var isZlib = bytes[at] == 0x78 && bytes[at + 1] is 0x01 or 0x5e or 0x9c or 0xda && ((bytes[at] << 8) | bytes[at + 1]) % 31 == 0;
            var isZstandard = bytes[at] == 0x28 && bytes[at + 1] == 0xb5 && bytes[at + 2] == 0x2f && bytes[at + 3] == 0xfd;
            var stream = isGzip || isZlib ? Unpack(bytes.AsSpan(at).ToArray(), isGzip) : isZstandard ? Zstandard(bytes.AsSpan(at)) : [];
            if (stream.Length > 0)
                yield return stream;
        }
    }

    /// <summary>As far as it goes: what follows a stream in a file is not part of it.</summary>
    private static byte[] Unpack(byte[] packed, bool isGzip)
    {
        using var from = new MemoryStream(packed);
        using Stream unpacked = isGzip ? new GZipStream(from, CompressionMode.Decompress) : new ZLibStream(from, CompressionMode.Decompress);
        using var to = new MemoryStream();
        var buffer = new byte[1 << 16];
        try
        {
            for (int read; to.Length < StreamBytesMax && (read = unpacked.Read(buffer)) > 0;)
                to.Write(buffer, 0, read);
        }
        catch (InvalidDataException)
        {
            // Not one, or its end: what came before counts.
        }

        return to.ToArray();
    }

    private static byte[] Zstandard(ReadOnlySpan<byte> packed)
    {
        const string program = "/usr/bin/zstd";
        if (!File.Exists(program))
            throw new InvalidOperationException("A Zstandard stream was found and there is no zstd to unpack it.");
        using var process = Process.Start(
            new ProcessStartInfo(program, ["-dcq"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var bytes = packed.ToArray();
        var feed = Task.Run(async () =>
        {
            try
            {
                await process.StandardInput.BaseStream.WriteAsync(bytes);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It saw that this is no stream.
            }
        });
        using var to = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(to);
        process.WaitForExit();
        feed.GetAwaiter().GetResult();
        return to.ToArray();
    }
}
