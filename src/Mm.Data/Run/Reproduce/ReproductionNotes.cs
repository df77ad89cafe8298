using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Run.Reproduce;

/// <summary>Collects what came out the same, what differs, and what could not be made anew.</summary>
internal sealed class ReproductionNotes
{
    private readonly SortedDictionary<string, int> _same = new(StringComparer.Ordinal);
    private readonly List<NotReproduced> _notChecked = [];
    private readonly List<Finding> _findings = [];

    public bool IsInputKnown { get; set; }

    public bool AreModelsKnown { get; set; }

    /// <summary>Says that something of the whole release could not be checked.</summary>
    public void Miss(string where, string reason) => _notChecked.Add(new NotReproduced(where, reason));

    /// <summary>Says it of one sample's phase.</summary>
    public void Miss(DrawnSample sample, Phase phase, string reason) => Miss($"{sample.Id} {EnumCode.Of(phase)}", reason);

    /// <summary>Says it of a phase, for every drawn sample that has an event there.</summary>
    public void Miss(IEnumerable<DrawnSample> samples, Phase phase, string reason)
    {
        foreach (var sample in samples.Where(sample => sample[phase] is not null))
            Miss(sample, phase, reason);
    }

    /// <summary>Holds an event that was made anew against the ledger's.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="made">Null: the sample does not come to this phase any more.</param>
    /// <param name="phase">The phase.</param>
    /// <param name="more">What differs beyond the event itself.</param>
    public void Compare(DrawnSample sample, AuditEvent? made, Phase phase, string more = "")
    {
        var code = EnumCode.Of(phase);
        if (sample[phase] is not { } stated)
        {
            if (made is not null)
                Differ(sample, code, $"It has no {code} event; made anew it has one: {made.Verdict.Reason}.");
            return;
        }

        if (made is null)
            Differ(sample, code, $"Made anew, it has no {code} event.");
        else if (EventComparison.Difference(stated, made) is not { } difference)
            _same[code] = _same.GetValueOrDefault(code) + 1;
        else if (PoisonReasons.Has(stated.Event.Verdict.Reason) || PoisonReasons.Has(made.Verdict.Reason))
            Miss(sample, phase, $"The machine has a part in this verdict: {difference}.");
        else
            Differ(sample, code, $"Made anew from its source, {difference}{more}.");
    }

    public Reproduction Report(ReproduceRequest request, IReadOnlyList<DrawnSample> samples) => new()
    {
        Asked = request.Samples,
        Seed = request.Seed,
        Samples = [.. samples.Select(sample => sample.Id)],
        Same = _same,
        NotChecked = [.. _notChecked.Distinct()],
        Findings = _findings,
        IsInputKnown = IsInputKnown,
        AreModelsKnown = AreModelsKnown,
    };

    private void Differ(DrawnSample sample, string phase, string message) =>
        _findings.Add(new Finding($"{phase}-not-reproduced", sample.Id, message));
}
