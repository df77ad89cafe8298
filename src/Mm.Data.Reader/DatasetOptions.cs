namespace Mm.Data.Reader;

/// <summary>What is read of a release, whoever reads it. The same for all ranks of a training run.</summary>
public sealed record DatasetOptions
{
    /// <summary>The split whose rows are read, such as <c>train</c> or <c>eval</c>.</summary>
    public string Split { get; init; } = "train";

    /// <summary>Columns to read, by their names in the files; null: all. Those not named are never touched on disk.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>How much of a file is checked against the manifest.</summary>
    public FileCheck Check { get; init; } = FileCheck.Once;

    /// <summary>The digest of the release as it was noted elsewhere; another release is refused. Null: any.</summary>
    public string? Digest { get; init; }

    /// <summary>
    /// Lists of revoked rows, beside <see cref="Revocations.FileName"/> in the folder that holds the release, which is read if it is there.
    /// </summary>
    public IReadOnlyList<string> RevocationFiles { get; init; } = [];
}

/// <summary>How much of a part file is checked on the way.</summary>
public enum FileCheck
{
    /// <summary>SHA-256 of the whole file, before its first row is returned, and again when its size or time changed since.</summary>
    Once,

    /// <summary>The size only.</summary>
    Size,
}
