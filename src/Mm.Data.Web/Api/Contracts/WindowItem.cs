using Mm.Data.Catalog.Schedules;
using Mm.Data.Pipeline;
using Mm.Data.Run.Schedules;

namespace Mm.Data.Web.Api.Contracts;

/// <summary>A window of a schedule as the API and <c>mmdata schedule show --json</c> show it.</summary>
public sealed record WindowItem
{
    public required string Schedule { get; init; }

    public required DateTimeOffset Start { get; init; }

    /// <summary><c>scheduled</c>, <c>manual</c>, <c>event</c> or <c>backfill</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>See docs/schedules.md.</summary>
    public required string State { get; init; }

    /// <summary>Name of its release's folder, whether it came to one or not.</summary>
    public required string Folder { get; init; }

    public string? Run { get; init; }

    public required long Samples { get; init; }

    public required int Changed { get; init; }

    public required int Deferred { get; init; }

    /// <summary>Start of the window whose run stands for this one.</summary>
    public DateTimeOffset? MergedInto { get; init; }

    public string? Error { get; init; }

    public static WindowItem Of(WindowRecord window) => new()
    {
        Schedule = window.Schedule,
        Start = DateTimeOffset.FromUnixTimeMilliseconds(window.StartMs),
        Kind = EnumCode.Of(window.Kind),
        State = EnumCode.Of(window.State),
        Folder = WindowFolder.NameOf(window),
        Run = window.RunKey,
        Samples = window.Samples,
        Changed = window.Changed,
        Deferred = window.Deferred,
        MergedInto = window.MergedIntoMs is { } into ? DateTimeOffset.FromUnixTimeMilliseconds(into) : null,
        Error = window.Error,
    };
}
