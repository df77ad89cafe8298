using System.Security.Cryptography;
using System.Text;
using Mm.Data.Decode;
using Mm.Data.Decode.Protocol;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Documents;

/// <summary>Collects the parts of a document in reading order, within its limits.</summary>
internal sealed class PartList(DocumentOptions limits)
{
    private readonly List<PartEntry> _entries = [];
    private readonly List<ReadOnlyMemory<byte>> _payload = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private int _number;
    private int _pictures;
    private long _pictureBytes;
    private long _textBytes;

    /// <summary>Pixels of the shorter side below which a picture is passed over.</summary>
    public int PictureSideMin => limits.PictureSideMin;

    /// <summary>Adds a text; one without anything to read is none.</summary>
    /// <exception cref="UndecodableException">There is too much of it.</exception>
    public void AddText(DocumentPartKind kind, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(CleanText.Of(text));
        if (bytes.Length == 0)
            return;
        _textBytes += bytes.Length;
        if (_textBytes > DecoderPool.DocumentTextBytesMax)
            throw new UndecodableException(DocumentReasons.TooLong);
        Add(new PartEntry(kind, 0, bytes.Length), bytes);
    }

    /// <summary>
    /// Adds a picture, and counts it whatever becomes of it. One that came before says nothing new: a logo on every page is taken once.
    /// </summary>
    /// <param name="shorterSide">In pixels.</param>
    /// <param name="read">Its file; empty where it cannot be had.</param>
    /// <exception cref="UndecodableException">There are too many, or they are too large together.</exception>
    public void AddPicture(int shorterSide, Func<ReadOnlyMemory<byte>> read)
    {
        _number++;
        if (shorterSide < limits.PictureSideMin)
            return;
        var bytes = read();
        if (bytes.IsEmpty)
        {
            Add(new PartEntry(DocumentPartKind.Omitted, 0, 0), default);
            return;
        }

        if (!_seen.Add(Convert.ToHexString(SHA256.HashData(bytes.Span))))
            return;
        _pictureBytes += bytes.Length;
        if (++_pictures > limits.PicturesMax || _pictureBytes > (long)limits.PicturesMib << 20)
            throw new UndecodableException(DocumentReasons.TooLong);
        Add(new PartEntry(DocumentPartKind.Picture, _number, bytes.Length), bytes);
    }

    /// <summary>Adds a picture that lies in a file beside the document, and counts it; one that was named before, not twice.</summary>
    /// <param name="shorterSide">In pixels, as the document states it.</param>
    /// <param name="path">The way there.</param>
    /// <exception cref="UndecodableException">There are too many.</exception>
    public void AddLinked(int shorterSide, string path)
    {
        _number++;
        if (shorterSide < limits.PictureSideMin || !_seen.Add("file " + path))
            return;
        if (++_pictures > limits.PicturesMax)
            throw new UndecodableException(DocumentReasons.TooLong);
        var bytes = Encoding.UTF8.GetBytes(path);
        Add(new PartEntry(DocumentPartKind.Linked, _number, bytes.Length), bytes);
    }

    public Answer Answer() => new(new Reply { Parts = _entries }, _payload);

    private void Add(PartEntry entry, ReadOnlyMemory<byte> bytes)
    {
        if (_entries.Count == ReplyCodec.PartsMax)
            throw new UndecodableException(DocumentReasons.TooLong);
        _entries.Add(entry);
        _payload.Add(bytes);
    }
}
