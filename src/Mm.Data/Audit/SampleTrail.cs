using System.Buffers;
using System.Security.Cryptography;
using Mm.Data.Pipeline;

namespace Mm.Data.Audit;

/// <summary>What the ledger holds about one sample, in a form small enough for millions.</summary>
public sealed class SampleTrail
{
    private static readonly IReadOnlyDictionary<string, int> None = new Dictionary<string, int>();

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly Verdict?[] _verdicts = new Verdict?[3];
    private readonly int[] _ranks = [-1, -1, -1];

    /// <summary>SHA-256 of the asset in the source, from the first event that states it.</summary>
    public Sha256Digest? Source { get; private set; }

    /// <summary>SHA-256 of the rendered asset.</summary>
    public Sha256Digest? Output { get; private set; }

    /// <summary>SHA-256 over the whole row of the part file.</summary>
    public Sha256Digest? Row { get; private set; }

    /// <summary>SHA-256 over the whole row of the feature file.</summary>
    public Sha256Digest? Features { get; private set; }

    /// <summary>The split that an event states; null where none does.</summary>
    public string? Split { get; private set; }

    /// <summary>Redactions of the render event, by kind.</summary>
    public IReadOnlyDictionary<string, int> Redactions { get; private set; } = None;

    /// <summary>Obfuscations of the render event, by kind.</summary>
    public IReadOnlyDictionary<string, int> Obfuscations { get; private set; } = None;

    /// <summary>The how-manieth event of its phase it has: rows stand in the order of their events. Negative: it has none there.</summary>
    public int Rank(Phase phase) => _ranks[(int)phase];

    /// <summary>It has a row in the release.</summary>
    public bool IsReleased => Verdict(Phase.Render)?.Outcome is Outcome.Kept;

    public Verdict? Verdict(Phase phase) => _verdicts[(int)phase];

    /// <summary>Takes an event; false when the phase has one already, which then stands.</summary>
    internal bool Add(AuditEvent auditEvent, int rank, Func<string, string> share)
    {
        if (_verdicts[(int)auditEvent.Phase] is not null)
            return false;
        var verdict = auditEvent.Verdict;
        _ranks[(int)auditEvent.Phase] = rank;
        _verdicts[(int)auditEvent.Phase] = new Verdict(verdict.Outcome, share(verdict.Stage), share(verdict.Reason));
        Source ??= Digest(auditEvent, AuditDigests.Source);
        Features ??= Digest(auditEvent, AuditDigests.Features);
        if (auditEvent.Codes.TryGetValue("split", out var split))
            Split ??= share(split);
        if (auditEvent.Phase is not Phase.Render)
            return true;
        Output = Digest(auditEvent, AuditDigests.Output);
        Row = Digest(auditEvent, AuditDigests.Row);
        if (auditEvent.Redactions.Count > 0)
            Redactions = auditEvent.Redactions.CountBy(redaction => share(redaction.Kind)).ToDictionary();
        if (auditEvent.Obfuscations.Count > 0)
            Obfuscations = auditEvent.Obfuscations.CountBy(obfuscation => share(obfuscation.Kind)).ToDictionary();
        return true;
    }

    private static Sha256Digest? Digest(AuditEvent auditEvent, string role) =>
        auditEvent.Digests.GetValueOrDefault(role) is { Length: 2 * SHA256.HashSizeInBytes } hex
            && !hex.AsSpan().ContainsAnyExcept(HexDigits)
            ? new Sha256Digest(Convert.FromHexString(hex))
            : null;
}
