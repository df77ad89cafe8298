using Mm.Data.Pipeline;

namespace Mm.Data.Audit;

/// <summary>What the ledger holds about one sample, in a form small enough for millions.</summary>
public sealed class SampleTrail
{
    private static readonly IReadOnlyDictionary<string, int> None = new Dictionary<string, int>();

    private readonly Verdict?[] _verdicts = new Verdict?[3];

    /// <summary>SHA-256 of the asset in the source, from the first event that states it.</summary>
    public string? SourceSha256 { get; private set; }

    /// <summary>SHA-256 of the rendered asset.</summary>
    public string? OutputSha256 { get; private set; }

    /// <summary>SHA-256 of the rendered text in UTF-8.</summary>
    public string? TextSha256 { get; private set; }

    /// <summary>The split that an event states; null where none does.</summary>
    public string? Split { get; private set; }

    /// <summary>Redactions of the render event, by kind.</summary>
    public IReadOnlyDictionary<string, int> Redactions { get; private set; } = None;

    /// <summary>Obfuscations of the render event, by kind.</summary>
    public IReadOnlyDictionary<string, int> Obfuscations { get; private set; } = None;

    /// <summary>It has a row in the release.</summary>
    public bool IsReleased => Verdict(Phase.Render)?.Outcome is Outcome.Kept;

    public Verdict? Verdict(Phase phase) => _verdicts[(int)phase];

    /// <summary>Takes an event; false when the phase has one already, which then stands.</summary>
    internal bool Add(AuditEvent auditEvent, Func<string, string> share)
    {
        if (_verdicts[(int)auditEvent.Phase] is not null)
            return false;
        var verdict = auditEvent.Verdict;
        _verdicts[(int)auditEvent.Phase] = new Verdict(verdict.Outcome, share(verdict.Stage), share(verdict.Reason));
        SourceSha256 ??= auditEvent.Digests.GetValueOrDefault("source");
        if (auditEvent.Codes.TryGetValue("split", out var split))
            Split ??= share(split);
        if (auditEvent.Phase is not Phase.Render)
            return true;
        OutputSha256 = auditEvent.Digests.GetValueOrDefault("output");
        TextSha256 = auditEvent.Digests.GetValueOrDefault("text");
        if (auditEvent.Redactions.Count > 0)
            Redactions = auditEvent.Redactions.CountBy(redaction => share(redaction.Kind)).ToDictionary();
        if (auditEvent.Obfuscations.Count > 0)
            Obfuscations = auditEvent.Obfuscations.CountBy(obfuscation => share(obfuscation.Kind)).ToDictionary();
        return true;
    }
}
