using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Run.Reproduce;
using Xunit;

namespace Mm.Data.Tests.Run.Reproduce;

public sealed class EventComparisonTests
{
    private static readonly AuditEvent Stated = new()
    {
        Phase = Phase.Render,
        SampleId = "abc",
        Verdict = new Verdict(Outcome.Kept, "render", "rendered"),
        Facts = new Dictionary<string, double> { ["render.refills"] = 0 },
        Digests = new Dictionary<string, string> { ["output"] = "00" },
        Codes = new Dictionary<string, string> { ["split"] = "train" },
        Redactions = [new Redaction("face", "pixels", [0, 0, 0.5, 0.5])],
    };

    [Fact]
    public void The_same_event_is_the_same_leaf() => Assert.Null(Difference(Stated with { }));

    [Fact]
    public void Whatever_differs_is_named()
    {
        Assert.Contains("render.still-detected", Difference(
            Stated with { Verdict = new Verdict(Outcome.Quarantined, "render", "render.still-detected") }), StringComparison.Ordinal);
        Assert.Contains("render.refills 0 became 1", Difference(
            Stated with { Facts = new Dictionary<string, double> { ["render.refills"] = 1 } }), StringComparison.Ordinal);
        Assert.Contains("digest output differs", Difference(
            Stated with { Digests = new Dictionary<string, string> { ["output"] = "01" } }), StringComparison.Ordinal);
        Assert.Contains("code split is gone", Difference(Stated with { Codes = new Dictionary<string, string>() }), StringComparison.Ordinal);
        Assert.Contains("1 redactions became 0", Difference(Stated with { Redactions = [] }), StringComparison.Ordinal);
        Assert.Contains("regions", Difference(
            Stated with { Redactions = [new Redaction("face", "pixels", [0, 0, 0.5, 0.4])] }), StringComparison.Ordinal);
    }

    private static string? Difference(AuditEvent made) => EventComparison.Difference(new AuditLine(Stated, AuditFile.Line(Stated)), made);
}
