namespace Mm.Data.Catalog.Schedules;

/// <summary>What became of a window.</summary>
public sealed record WindowEnd(WindowState State)
{
    public string? RunKey { get; init; }

    public long Samples { get; init; }

    public int Changed { get; init; }

    public int Deferred { get; init; }

    /// <summary>Without names of files.</summary>
    public string? Error { get; init; }
}
