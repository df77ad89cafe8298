namespace Mm.Data.Catalog.Schedules;

public enum WindowKind : byte
{
    Scheduled,

    /// <summary>Asked for by an operator.</summary>
    Manual,

    /// <summary>Asked for by an HTTP hook.</summary>
    Event,

    /// <summary>Over files chosen by name or time, whether they were taken before or not.</summary>
    Backfill,
}

public enum WindowState : byte
{
    /// <summary>Waits for a service.</summary>
    Due,

    Running,

    Published,

    /// <summary>No file was new or changed; there is no release.</summary>
    Empty,

    /// <summary>A gate refused the release.</summary>
    Refused,

    Failed,

    /// <summary>Came due while the schedule's run was in work.</summary>
    Skipped,

    /// <summary>Came due while no service ran; a later window's run stands for it.</summary>
    Merged,

    /// <summary>Came due while no service ran, and the schedule catches nothing up.</summary>
    Missed,
}

/// <summary>Which window: at most one of a schedule starts at a moment.</summary>
/// <param name="Schedule">Its name.</param>
/// <param name="StartMs">Unix time in milliseconds.</param>
public sealed record WindowKey(string Schedule, long StartMs);

/// <summary>One firing of a schedule, or why it did not fire.</summary>
public sealed class WindowRecord
{
    public required string Schedule { get; set; }

    public long StartMs { get; set; }

    public WindowKind Kind { get; set; }

    public WindowState State { get; set; }

    /// <summary>A <see cref="WindowFilter"/> as JSON; null takes what the cursor leaves.</summary>
    public string? FilterJson { get; set; }

    /// <summary>The service that has it in work.</summary>
    public string? Holder { get; set; }

    /// <summary>Until when, by the database's clock.</summary>
    public long? LeaseUntilMs { get; set; }

    /// <summary>How often a service began it.</summary>
    public int Attempts { get; set; }

    /// <summary>The run that it became.</summary>
    public string? RunKey { get; set; }

    /// <summary>Samples that entered.</summary>
    public long Samples { get; set; }

    /// <summary>Files that changed while they were read and were taken anew.</summary>
    public int Changed { get; set; }

    /// <summary>Files that went on changing and were left to the next window.</summary>
    public int Deferred { get; set; }

    /// <summary>Start of the window whose run stands for this one.</summary>
    public long? MergedIntoMs { get; set; }

    public string? Error { get; set; }

    /// <summary>By the database's clock.</summary>
    public long? EndedMs { get; set; }

    public WindowKey Key => new(Schedule, StartMs);
}
