using System.Security.Cryptography;
using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Render;
using Mm.Data.Select;
using Mm.Data.Write;

namespace Mm.Data.Run;

/// <summary>A rendered sample with its row (null unless kept) and its audit event.</summary>
internal sealed record RenderedRow(RenderedSample Rendered, SampleRow? Row, AuditEvent Event);

/// <summary>Makes release rows and render events out of what was rendered and measured.</summary>
internal sealed class RowBuilder(PipelineDefinition definition, MeasureChain measuring, TextOperators operators)
{
    private const string Embedding = "alignment.image-embedding";

    /// <summary>The score columns of part files: every measured number, except what the row states as its own columns.</summary>
    public static IReadOnlyList<FeatureColumn> ScoresOf(PipelineDefinition definition, MeasureChain measuring) =>
    [
        .. measuring.Columns
            .Where(c => c.Kind is FeatureKind.Number or FeatureKind.Whole && !c.Name.StartsWith("media.", StringComparison.Ordinal)
                && !c.Name.StartsWith(DocumentColumns.Prefix, StringComparison.Ordinal)),
        .. definition.Select.Curriculum.Easy is null ? Array.Empty<FeatureColumn>() : [Difficulty],
    ];

    /// <summary>What Select adds to the features of a kept sample where a curriculum is asked for.</summary>
    public static FeatureColumn Difficulty { get; } =
        new(Decisions.Difficulty, FeatureKind.Number, "How hard the sample is beside the others: 0 easiest, 1 hardest, by rank.");

    public IReadOnlyList<FeatureColumn> Scores { get; } = ScoresOf(definition, measuring);

    /// <summary>The columns of the part files.</summary>
    public SampleLayout Layout => new(Scores, definition.Source.Documents is not null);

    /// <summary>Whether the pipeline drops samples with what was found in this one's texts.</summary>
    public bool Drops(FeatureRow features) => operators.Drops(Spans(features));

    /// <param name="sample">The sample.</param>
    /// <param name="features">What was measured of it.</param>
    /// <param name="caption">As the source has it.</param>
    /// <param name="slices">How the caption makes up the sample's part of its document; empty where it is of none.</param>
    /// <param name="rendered">What came of its media.</param>
    public RenderedRow Build(
        PlannedSample sample, FeatureRow features, string caption, IReadOnlyList<DocumentSlice> slices, RenderedSample rendered)
    {
        if (rendered.Output is not { } output)
            return new RenderedRow(rendered, null, Event(sample, rendered.Verdict));

        var spans = Spans(features);
        var text = TextRedaction.Replace(sample.Id, caption, spans, slices, operators);
        var redactions = Redactions(rendered, output.Modality, spans);
        var obfuscations = Regions(rendered, output.Modality, IsObfuscated);
        var row = new SampleRow
        {
            Id = sample.Id,
            Modality = output.Modality,
            Text = text.Text,
            Document = sample.Document is { } place ? new RowDocument(place, RowPart.Of(text.Text, text.Slices)) : null,
            Asset = output.Bytes,
            AssetLease = output.Lease,
            Extension = output.Extension,
            Width = output.Width,
            Height = output.Height,
            DurationSeconds = output.DurationSeconds,
            Source = definition.Source.Name,
            Licence = definition.Source.Licence,
            Scores = Scores.ToDictionary(c => c.Name, c => features.Number(c.Name)),
            Redactions = redactions.GroupBy(r => r.Kind).ToDictionary(g => g.Key, g => g.Count()),
            Obfuscations = obfuscations.GroupBy(r => r.Kind).ToDictionary(g => g.Key, g => g.Count()),
            Embedding = features.Vector(Embedding),
            OutputSha256 = Convert.ToHexStringLower(SHA256.HashData(output.Bytes.Span)),
            SourceSha256 = sample.AssetSha256,
        };
        var digests = new Dictionary<string, string>
        {
            [AuditDigests.Source] = sample.AssetSha256,
            [AuditDigests.Output] = row.OutputSha256,
            [AuditDigests.Row] = AuditDigests.Of(row),
        };
        var facts = new Dictionary<string, double>(rendered.Facts)
        {
            ["render.refills"] = rendered.Refills,
            ["render.rechecks"] = rendered.Rechecks,
        };
        return new RenderedRow(rendered, row, Event(sample, rendered.Verdict) with
        {
            Digests = digests,
            Facts = facts,
            Redactions = redactions,
            Obfuscations = obfuscations,
        });
    }

    private Span[] Spans(FeatureRow features) => [.. definition.Render.ReplaceText.SelectMany(features.Spans)];

    private static AuditEvent Event(PlannedSample sample, Verdict verdict) => new()
    {
        Phase = Phase.Render,
        SampleId = sample.Id,
        Verdict = verdict,
        Digests = new Dictionary<string, string> { [AuditDigests.Source] = sample.AssetSha256 },
    };

    private static IReadOnlyList<Redaction> Redactions(RenderedSample rendered, Modality modality, IReadOnlyList<Span> spans) =>
    [
        .. Regions(rendered, modality, (region, of) => !IsObfuscated(region, of)),
        .. spans.Select(s => new Redaction(s.Type.ToLowerInvariant(), "text", [s.Start, s.Length])),
    ];

    // Videos are filled solid whatever was asked.
    private static bool IsObfuscated(FillRegion region, Modality modality) =>
        modality is Modality.Image && region.Style is not FillStyle.Solid;

    // A video's times stand behind the four numbers of its rectangle; an open end is left out.
    private static IReadOnlyList<Redaction> Regions(RenderedSample rendered, Modality modality, Func<FillRegion, Modality, bool> which) =>
    [
        .. rendered.Filled.Where(f => which(f, modality)).Select(f => new Redaction(f.Kind, "pixels", modality is Modality.Video
            ? [f.X, f.Y, f.Width, f.Height, f.FromSeconds, .. f.ToSeconds < double.MaxValue ? [f.ToSeconds] : Array.Empty<double>()]
            : [f.X, f.Y, f.Width, f.Height])),
    ];
}
