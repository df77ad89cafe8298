using Mm.Data.Catalog;
using Mm.Data.Pipeline;

namespace Mm.Data.Web.Api.Contracts;

/// <summary>One job of a run.</summary>
public sealed record ShardItem
{
    public required string Phase { get; init; }

    public required int Index { get; init; }

    public required int Samples { get; init; }

    /// <summary><c>waiting</c>, <c>in-work</c> or <c>done</c>.</summary>
    public required string State { get; init; }

    public required int Attempts { get; init; }

    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    public static ShardItem Of(ShardRecord shard) => new()
    {
        Phase = EnumCode.Of(shard.Phase),
        Index = shard.Index,
        Samples = shard.Samples,
        State = shard.Done ? "done" : shard.Holder is null ? "waiting" : "in-work",
        Attempts = shard.Attempts,
        Started = shard.StartedMs is { } started ? DateTimeOffset.FromUnixTimeMilliseconds(started) : null,
        Ended = shard.EndedMs is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null,
    };
}
