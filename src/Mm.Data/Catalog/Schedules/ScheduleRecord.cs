using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Catalog.Schedules;

/// <summary>A pipeline that a service runs by itself: the operator's own settings, nothing about samples.</summary>
public sealed class ScheduleRecord
{
    /// <summary>Kebab-case.</summary>
    public required string Name { get; set; }

    /// <summary>Name of the recipe.</summary>
    public required string Pipeline { get; set; }

    /// <summary>The request of every window but for its output, as JSON.</summary>
    public required string RequestJson { get; set; }

    /// <summary>Folder in which each window makes a release of its own; no two schedules share one.</summary>
    public required string Output { get; set; }

    public required string Cron { get; set; }

    /// <summary>IANA name.</summary>
    public required string Zone { get; set; }

    public CatchUp CatchUp { get; set; }

    /// <summary>How often a window is tried over files that change meanwhile; null: no cursor, every window takes all files.</summary>
    public int? CursorTries { get; set; }

    public bool IsPaused { get; set; }

    /// <summary>Every window that starts up to here is entered, by the services' clock: no clock that goes back enters one again.</summary>
    public long SeenMs { get; set; }

    /// <summary>Raised by whoever changes windows: its row lock makes services take turns.</summary>
    public long Turn { get; set; }
}
