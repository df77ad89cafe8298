namespace Mm.Data.Pipeline.Ports;

/// <summary>A version of a blob, and when the service took it, by the service's clock.</summary>
public sealed record BlobMark(string Version, DateTimeOffset Written);

public sealed record StoredBlob(byte[] Bytes, BlobMark Mark);

public sealed record ListedBlob(string Path, long Bytes, DateTimeOffset Written);
