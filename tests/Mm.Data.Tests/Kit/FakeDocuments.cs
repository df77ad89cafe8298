using System.Text;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Tests.Kit;

/// <summary>
/// Documents of lines: <c>#1</c> is a picture of that number, <c>@1 PATH</c> one in a file beside it, any other a paragraph; a file
/// that begins with <c>!</c> has the rest of its first line as its reason. Counts what was opened.
/// </summary>
internal sealed class FakeDocuments : IDocuments
{
    private int _opened;

    public int Opened => _opened;

    public ValueTask<Decoded<DocumentContent>> DocumentAsync(
        ReadOnlyMemory<byte> encoded, DocumentOptions limits, CancellationToken cancel)
    {
        Interlocked.Increment(ref _opened);
        var lines = Encoding.UTF8.GetString(encoded.Span).Split('\n');
        return new(lines[0].StartsWith('!')
            ? Decoded.Failed<DocumentContent>(lines[0][1..])
            : new DocumentContent([.. lines.Select(Part)]));
    }

    /// <summary>Films of lines: from, to and what the clip's file is, parted by blanks.</summary>
    public ValueTask<Decoded<FilmClips>> ClipsAsync(ReadOnlyMemory<byte> encoded, ClipOptions limits, CancellationToken cancel)
    {
        Interlocked.Increment(ref _opened);
        var lines = Encoding.UTF8.GetString(encoded.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new(lines is [['!', .. var reason], ..]
            ? Decoded.Failed<FilmClips>(reason)
            : new FilmClips([.. lines.Select(Clip)]));
    }

    private static FilmClip Clip(string line)
    {
        var words = line.Split(' ');
        double Seconds(int at) => double.Parse(words[at], System.Globalization.CultureInfo.InvariantCulture);
        return new FilmClip(Seconds(0), Seconds(1), Encoding.UTF8.GetBytes(words[2]));
    }

    private static DocumentPart Part(string line) => line.StartsWith('@')
        ? new DocumentPart(DocumentPartKind.Linked, line[3..]) { Number = line[1] - '0' }
        : line.StartsWith('#')
        ? new DocumentPart(DocumentPartKind.Picture, "")
        {
            Number = int.Parse(line[1..], System.Globalization.CultureInfo.InvariantCulture),
            Picture = Encoding.UTF8.GetBytes("picture " + line),
        }
        : new DocumentPart(DocumentPartKind.Paragraph, line);
}
