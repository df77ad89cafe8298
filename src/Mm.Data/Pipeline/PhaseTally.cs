using System.Text.Json.Serialization;

namespace Mm.Data.Pipeline;

/// <summary>Verdicts of one phase, counted by outcome and reason. Not safe for concurrent use.</summary>
public sealed class PhaseTally
{
    /// <summary>Counts by <c>outcome/reason</c>, such as <c>dropped/alignment.low</c>.</summary>
    [JsonInclude]
    public SortedDictionary<string, long> ByReason { get; private init; } = new(StringComparer.Ordinal);

    [JsonIgnore]
    public long Entered => ByReason.Values.Sum();

    public void Add(Verdict verdict)
    {
        if (verdict.Outcome is Outcome.Live)
            throw new InvalidOperationException("A live sample cannot be counted: it was never decided.");
        Add($"{EnumCode.Of(verdict.Outcome)}/{verdict.Reason}", 1);
    }

    public void Add(PhaseTally other)
    {
        foreach (var (reason, count) in other.ByReason)
            Add(reason, count);
    }

    public long Of(Outcome outcome) =>
        ByReason.Where(pair => pair.Key.StartsWith(EnumCode.Of(outcome) + "/", StringComparison.Ordinal)).Sum(pair => pair.Value);

    private void Add(string key, long count) => ByReason[key] = ByReason.GetValueOrDefault(key) + count;
}
