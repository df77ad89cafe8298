using Mm.Data.Decode;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Render;

namespace Mm.Data.Run;

/// <summary>Reads one source, renders it, and makes its row and event. A function of the sample and its features.</summary>
internal sealed class RowRenderer(
    PipelineDefinition definition, MeasureChain measuring, RowBuilder rows, KnownQuarantine quarantine, IDecoder decoder,
    ByteBudget budget)
{
    /// <summary>What renders, for looking at canaries.</summary>
    public SampleRenderer Samples { get; } =
        new(decoder, definition.Render, definition.Frames, measuring.LookingAgain, measuring.Views.WithContent);

    /// <exception cref="EnvironmentException">The input changed since it was planned, or a machine part failed.</exception>
    public async Task<RenderedRow> RenderAsync(PlannedSample sample, FeatureRow features, CancellationToken cancel)
    {
        using var room = await budget.RentAsync((3 * sample.Entry.AssetBytes) + measuring.Views.ViewBytesMax, cancel);
        if (quarantine.Of(sample.Id, Phase.Render) is { } known)
            return rows.Build(sample, features, "", [], RenderedSample.Refused(known.Outcome, known.Reason));
        if (rows.Drops(features))
            return rows.Build(sample, features, "", [], RenderedSample.Refused(Outcome.Dropped, "render.text-dropped"));
        var content = await sample.ReadAsync(cancel);
        if (content.Value is not { } source)
            return rows.Build(sample, features, "", [], RenderedSample.Refused(Outcome.Failed, content.Reason!));
        using var lease = source.Lease;
        var times = features.Vector(ViewsStage.FrameTimes) ?? [];
        var rendered = await Samples.RenderAsync(sample.Id, source.Asset, features, times, cancel);
        return rows.Build(sample, features, source.Caption, source.Slices, rendered);
    }
}
