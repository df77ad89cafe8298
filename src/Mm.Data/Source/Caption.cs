using System.Text;
using System.Text.Unicode;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source;

/// <summary>
/// A caption as it enters: UTF-8 without byte order mark, NULs and closing line ends. <paramref name="Fault"/> is the census code of
/// what was wrong with it, or null. One longer than <see cref="SourceEntry.CaptionBytesMax"/> comes raw and cut just above that
/// length.
/// </summary>
internal readonly record struct Caption(string Text, string? Fault)
{
    public const string InvalidUtf8 = "caption-invalid-utf8";
    public const string TooLong = "caption-too-long";
    public const string MalformedJson = "caption-malformed-json";
    public const string WithoutKey = "caption-json-without-key";

    /// <summary>So many bytes are enough to see that a caption is too long.</summary>
    public const int ReadBytesMax = SourceEntry.CaptionBytesMax + 4;

    /// <summary>The transcript that stands beside the caption; null where there is none.</summary>
    public IReadOnlyList<SpokenWord>? Words { get; init; }

    public static Caption None { get; } = new("", null);

    public static Caption FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > SourceEntry.CaptionBytesMax)
            return new Caption(Encoding.UTF8.GetString(bytes), TooLong);
        var text = Encoding.UTF8.GetString(WithoutMark(bytes));
        return new Caption(Clean(text), Utf8.IsValid(bytes) ? null : InvalidUtf8);
    }

    public static Caption FromText(string text, string? fault) => Encoding.UTF8.GetByteCount(text) > SourceEntry.CaptionBytesMax
        ? new Caption(Cut(text), TooLong)
        : new Caption(Clean(text), fault);

    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;

    private static string Clean(string text) => text.Replace("\0", "", StringComparison.Ordinal).TrimEnd('\r', '\n');

    // A character is at least one byte, so these are more bytes than the limit. A pair is not split.
    private static string Cut(string text)
    {
        const int characters = SourceEntry.CaptionBytesMax + 1;
        return text.Length <= characters ? text : text[..(char.IsHighSurrogate(text[characters - 1]) ? characters + 1 : characters)];
    }
}
