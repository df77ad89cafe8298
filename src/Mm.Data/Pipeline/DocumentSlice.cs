using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Pipeline;

/// <summary>
/// A part of a document as a stretch of its sample's caption, in UTF-16 units; without length for a picture. Slices stand in reading order,
/// which need not be that of the caption.
/// </summary>
public readonly record struct DocumentSlice(DocumentPartKind Kind, int Start, int Length);
