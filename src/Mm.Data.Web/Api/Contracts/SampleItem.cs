using Mm.Data.Audit;
using Mm.Data.Pipeline;

namespace Mm.Data.Web.Api.Contracts;

/// <summary>What the ledger tells of a sample: ids, codes, digests and counts.</summary>
public sealed record SampleItem
{
    public required string Id { get; init; }

    public required IReadOnlyList<SampleStep> Steps { get; init; }

    public string? Split { get; init; }

    public string? DuplicateOf { get; init; }

    /// <summary>Part file and number of its row; null: it is not in the release.</summary>
    public RowPlace? Row { get; init; }

    public static SampleItem Of(SampleStory story) => new()
    {
        Id = story.Id,
        Steps =
        [
            .. story.Events.Select(traced => new SampleStep(
                EnumCode.Of(traced.Event.Phase), EnumCode.Of(traced.Event.Verdict.Outcome), traced.Event.Verdict.Stage,
                traced.Event.Verdict.Reason, traced.Proved, traced.Event.Digests, traced.Event.Codes, traced.Event.Facts,
                traced.Event.Redactions.Count)),
        ],
        Split = story.Split,
        DuplicateOf = story.DuplicateOf,
        Row = story.Row,
    };
}

/// <summary>A verdict on a sample.</summary>
/// <param name="Phase">Where.</param>
/// <param name="Outcome">What was decided.</param>
/// <param name="Stage">Who decided.</param>
/// <param name="Reason">Why; see docs/reasons.md.</param>
/// <param name="Proved">Whether the event is proved to be in the ledger.</param>
/// <param name="Digests">SHA-256 by role.</param>
/// <param name="Codes">Codes by role.</param>
/// <param name="Facts">Numbers by name.</param>
/// <param name="Redactions">How many places were filled or replaced.</param>
public sealed record SampleStep(
    string Phase, string Outcome, string Stage, string Reason, bool Proved, IReadOnlyDictionary<string, string> Digests,
    IReadOnlyDictionary<string, string> Codes, IReadOnlyDictionary<string, double> Facts, int Redactions);
