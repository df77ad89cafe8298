namespace Mm.Data.Web.Api.Contracts;

/// <summary>A run that was started, or (<c>published</c>) whose release is there already: then it has no key.</summary>
public sealed record RunAnswer(string? Key, string State, string Output);

/// <summary>A schedule that was entered or changed.</summary>
public sealed record ScheduleAnswer(string Schedule, bool IsNew);

/// <summary>Samples that were put back now, of those that were chosen.</summary>
public sealed record RetryAnswer(int PutBack, int Chosen);
