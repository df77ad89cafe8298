namespace Mm.Data.Web.Api.Contracts;

/// <summary>Starts a run. Paths are the server's, under <c>Web:Roots</c>.</summary>
public sealed record RunOrder(string Pipeline, string Input, string Output, IReadOnlyList<string>? Set = null, bool Replace = false);

/// <summary>Enters a schedule, or gives one of that name new settings.</summary>
public sealed record ScheduleOrder(string Pipeline, string Input, string Output, string? Name = null, IReadOnlyList<string>? Set = null);

/// <summary>Which files a backfill takes; one of them at least.</summary>
public sealed record BackfillOrder(string? Prefix = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>Which samples to put back; <paramref name="All"/> where nothing else chooses.</summary>
public sealed record RetryOrder(
    string? Pipeline = null, IReadOnlyList<string>? Samples = null, IReadOnlyList<string>? Reasons = null, bool All = false);
