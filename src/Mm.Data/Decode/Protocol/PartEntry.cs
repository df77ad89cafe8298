using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decode.Protocol;

/// <summary>As <see cref="DocumentPart"/>: its UTF-8 or its picture is the next <paramref name="Bytes"/> of the payload.</summary>
public sealed record PartEntry(DocumentPartKind Kind, int Number, int Bytes);
