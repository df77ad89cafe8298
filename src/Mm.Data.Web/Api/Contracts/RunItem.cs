using System.Text.Json;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;

namespace Mm.Data.Web.Api.Contracts;

/// <summary>A run as the API and <c>mmdata runs --json</c> show it. Times are UTC.</summary>
public sealed record RunItem
{
    public required string Key { get; init; }

    public required string Pipeline { get; init; }

    /// <summary><c>running</c>, <c>published</c>, <c>refused</c> or <c>failed</c>.</summary>
    public required string State { get; init; }

    /// <summary><c>measure</c>, <c>select</c>, <c>render</c>, <c>publish</c> or <c>done</c>.</summary>
    public required string Phase { get; init; }

    public required string Output { get; init; }

    /// <summary>Samples that entered.</summary>
    public required long Samples { get; init; }

    public required DateTimeOffset Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    public string? Error { get; init; }

    /// <summary>Of one run alone: verdicts of its finished shards by phase, then by <c>outcome/reason</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>>? Verdicts { get; init; }

    public static RunItem Of(RunRecord run) => new()
    {
        Key = run.Key,
        Pipeline = run.Pipeline,
        State = EnumCode.Of(run.State),
        Phase = EnumCode.Of(run.Phase),
        Output = run.Output,
        Samples = run.Samples,
        Started = DateTimeOffset.FromUnixTimeMilliseconds(run.StartedMs),
        Ended = run.EndedMs is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null,
        Error = run.Error,
    };

    public static RunItem Of(RunRecord run, IEnumerable<ShardRecord> shards)
    {
        var verdicts = new SortedDictionary<RunPhase, PhaseTally>();
        foreach (var shard in shards.Where(shard => shard.TallyJson is not null))
        {
            if (!verdicts.TryGetValue(shard.Phase, out var tally))
                verdicts[shard.Phase] = tally = new PhaseTally();
            tally.Add(JsonSerializer.Deserialize<PhaseTally>(shard.TallyJson!)!);
        }

        return Of(run) with
        {
            Verdicts = verdicts.ToDictionary(
                pair => EnumCode.Of(pair.Key),
                pair => (IReadOnlyDictionary<string, long>)pair.Value.ByReason.ToDictionary(one => one.Key, one => (long)one.Value)),
        };
    }
}
