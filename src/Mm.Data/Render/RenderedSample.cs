using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Render;

/// <summary>What rendering came to: an output with what was filled in it, or a verdict for which there is none.</summary>
public sealed record RenderedSample
{
    public required Verdict Verdict { get; init; }

    /// <summary>There exactly when the verdict is Kept.</summary>
    public RenderResult? Output { get; init; }

    public IReadOnlyList<FillRegion> Filled { get; init; } = [];

    /// <summary>Times that the output was filled again because something was still found in it.</summary>
    public int Refills { get; init; }

    /// <summary>What rendering took, for the audit.</summary>
    public IReadOnlyDictionary<string, double> Facts { get; init; } = new Dictionary<string, double>();

    /// <summary>Times that the detectors looked at the output; 0 where it was not in the share that is looked at again.</summary>
    public int Rechecks { get; init; }

    public static RenderedSample Done(RenderResult output, IReadOnlyList<FillRegion> filled, int refills, int rechecks) => new()
    {
        Verdict = new Verdict(Outcome.Kept, SampleRenderer.StageName, "rendered"),
        Output = output,
        Filled = filled,
        Refills = refills,
        Rechecks = rechecks,
    };

    public static RenderedSample Refused(Outcome outcome, string reason) =>
        new() { Verdict = new Verdict(outcome, SampleRenderer.StageName, reason) };
}
