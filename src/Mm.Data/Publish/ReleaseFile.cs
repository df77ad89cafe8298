namespace Mm.Data.Publish;

/// <summary>One file: slash path under the release, size, SHA-256 in lower-case hex.</summary>
public record ReleaseFile(string Path, long Bytes, string Sha256);

public sealed record ShardFile(string Path, long Bytes, string Sha256, string Split, long Rows) : ReleaseFile(Path, Bytes, Sha256);

public sealed record RowsFile(string Path, long Bytes, string Sha256, long Rows) : ReleaseFile(Path, Bytes, Sha256);

public sealed record EventsFile(string Path, long Bytes, string Sha256, long Events) : ReleaseFile(Path, Bytes, Sha256);
