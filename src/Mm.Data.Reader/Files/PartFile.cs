namespace Mm.Data.Reader.Files;

/// <summary>A part file as the manifest names it; the path is the release's slash path.</summary>
internal sealed record PartFile(string Path, long Bytes, string Sha256, string Split, long Rows);
