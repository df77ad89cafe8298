using System.ComponentModel;
using Mm.Data.Pipeline;

namespace Mm.Data.Audit;

/// <summary>An audit event as a line of an audit file holds it.</summary>
internal sealed record AuditRecord
{
    [Description("Codes by role: split, duplicate-of, ...")]
    public required Dictionary<string, string> Codes { get; init; }

    [Description("SHA-256 in lower-case hex by role: source, output; row and features over all of the row in part file and feature file.")]
    public required Dictionary<string, string> Digests { get; init; }

    [Description("Scores and thresholds by name.")]
    public required Dictionary<string, double> Facts { get; init; }

    [Description("What was blurred or averaged, which is no redaction.")]
    public required IReadOnlyList<RedactionRecord> Obfuscations { get; init; }

    [Description("What became of the sample in this phase.")]
    public required Outcome Outcome { get; init; }

    public required Phase Phase { get; init; }

    [Description("Stable kebab-case code.")]
    public required string Reason { get; init; }

    public required IReadOnlyList<RedactionRecord> Redactions { get; init; }

    [Description("Id of the sample; follows from its content.")]
    public required string Sample { get; init; }

    [Description("The stage that decided.")]
    public required string Stage { get; init; }

    public AuditEvent ToEvent() => new()
    {
        Phase = Phase,
        SampleId = Sample,
        Verdict = new Verdict(Outcome, Stage, Reason),
        Codes = Codes,
        Digests = Digests,
        Facts = Facts,
        Redactions = Of(Redactions),
        Obfuscations = Of(Obfuscations),
    };

    private static Redaction[] Of(IReadOnlyList<RedactionRecord> records) =>
        [.. records.Select(record => new Redaction(record.Kind, record.Where, record.Region))];
}

internal sealed record RedactionRecord
{
    public required string Kind { get; init; }

    [Description("x, y, width, height as fractions of the picture; or start, length in characters; or from, to in seconds.")]
    public required IReadOnlyList<double> Region { get; init; }

    [Description("pixels, text or sound.")]
    public required string Where { get; init; }
}
