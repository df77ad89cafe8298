using Mm.Data.Pipeline;

namespace Mm.Data.Render;

/// <summary>A text after redaction, and where the slices that it had lie in it now.</summary>
public sealed record RedactedText(string Text, IReadOnlyList<DocumentSlice> Slices);
