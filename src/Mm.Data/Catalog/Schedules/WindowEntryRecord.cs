namespace Mm.Data.Catalog.Schedules;

/// <summary>
/// A file that a window took. Those of published windows are the cursor. Name and version are keyed digests: names may hold personal data.
/// </summary>
public sealed class WindowEntryRecord
{
    public required string Schedule { get; set; }

    public long StartMs { get; set; }

    /// <summary>32 hex digits.</summary>
    public required string Name { get; set; }

    /// <summary>32 hex digits over name and version.</summary>
    public required string Version { get; set; }
}
