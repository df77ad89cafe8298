using System.Globalization;
using System.Text.Json;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;

namespace Mm.Data.Web;

/// <summary>The verdicts of a run so far, by phase, summed over its finished shards.</summary>
public sealed record Funnel(IReadOnlyList<PhaseVerdicts> Phases, int Shards, int ShardsDone)
{
    public static Funnel Of(IReadOnlyList<ShardRecord> shards)
    {
        var phases = shards.Where(s => s.TallyJson is not null).GroupBy(s => s.Phase).OrderBy(g => g.Key).Select(g =>
        {
            var tally = new PhaseTally();
            foreach (var shard in g)
                tally.Add(JsonSerializer.Deserialize<PhaseTally>(shard.TallyJson!)!);
            return new PhaseVerdicts(g.Key, tally);
        });
        return new Funnel([.. phases], shards.Count, shards.Count(s => s.Done));
    }

    /// <summary>Where the <paramref name="samples"/> that entered stand now; the counts sum to them.</summary>
    public IReadOnlyList<(string Name, long Count)> Standing(long samples)
    {
        long Of(Outcome outcome) => Phases.Sum(p => p.Tally.Of(outcome));
        var kept = Phases.Where(p => p.Phase is RunPhase.Render).Sum(p => p.Tally.Of(Outcome.Kept));
        var ended = kept + Of(Outcome.Dropped) + Of(Outcome.Quarantined) + Of(Outcome.Failed);
        return
        [
            ("kept", kept), ("dropped", Of(Outcome.Dropped)), ("quarantined", Of(Outcome.Quarantined)), ("failed", Of(Outcome.Failed)),
            ("in-work", samples - ended),
        ];
    }

    public static string Time(long unixMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(unixMs).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}

/// <summary>The verdicts of one phase.</summary>
public sealed record PhaseVerdicts(RunPhase Phase, PhaseTally Tally);
