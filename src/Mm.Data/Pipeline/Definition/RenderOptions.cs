using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Pipeline.Definition;

public sealed record RenderOptions
{
    [Description("What is filled in pictures and frames.")]
    public IReadOnlyList<FillRule> Fill { get; init; } = [];

    [Description("Span features whose spans are taken out of the caption, as the rules of text say.")]
    public IReadOnlyList<string> ReplaceText { get; init; } = ["text-pii.spans"];

    [Description("What takes the place of personal data in texts, by type. What no rule names is replaced by its placeholder.")]
    public IReadOnlyList<TextRule> Text { get; init; } = [];

    [Description("Share of the outputs, by a digest of the sample's id, in which is detected again; what is still found is filled again, "
        + "and what resists is quarantined. 1: all.")]
    [Range(0.0, 1.0)]
    public double Recheck { get; init; } = 1;

    [Description("Samples of a part after which the detectors must find what is known to be in pictures of our own, as at its start; "
        + "one that misses it stops the run.")]
    [Range(1, 1_000_000)]
    public int CanaryEvery { get; init; } = 1000;

    [Description("Encoding of stills: jpeg or png.")]
    [AllowedValues("jpeg", "png")]
    public string ImageFormat { get; init; } = "jpeg";

    [Description("JPEG quality; from 95 on colour keeps its full resolution.")]
    [Range(1, 100)]
    public int ImageQuality { get; init; } = 90;

    [Description("Longer side of the output in pixels at most; 0 keeps the size.")]
    [Range(0, 16384)]
    public int SideMax { get; init; } = 1024;

    [Description("x264 constant rate factor of videos.")]
    [Range(0, 51)]
    public int VideoCrf { get; init; } = 23;

    public VideoOptions Video { get; init; } = new();

    [Description("What becomes of sound. remove: none is kept, and samples that are sound alone are dropped by Select with reason "
        + "sound.removed; mute-spans: personal data in it becomes silence, by the transcript where there is one, else all speech; keep: "
        + "unchanged, where consent to the voices is recorded.")]
    public SoundPolicy Sound { get; init; } = SoundPolicy.Remove;

    [Description("Seconds before and after every spoken piece of personal data that become silence too: times of words are not exact.")]
    [Range(0.0, 5.0)]
    public double MuteMarginSeconds { get; init; } = 0.25;
}

/// <summary>Fill the boxes of one feature.</summary>
public sealed record FillRule
{
    [Description("Box feature, such as faces.boxes.")]
    public required string Feature { get; init; }

    [Description("Kind in the audit, such as face.")]
    public required string Kind { get; init; }

    [Description("How: solid, or blur or mosaic, which leave something to tell and are recorded as obfuscated, never as redacted. "
        + "Videos, and what the recheck still finds, are filled solid.")]
    public FillStyle Style { get; init; } = FillStyle.Solid;

    [Description("Factor on width and height about the centre, so that hair, ears and chins are covered.")]
    [Range(1.0, 3.0)]
    public double Grow { get; init; } = 1.3;

    [Description("At the recheck, a box of which at least this share is filled already is taken for the fill itself; 1 takes none so.")]
    [Range(0.5, 1.0)]
    public double FilledShare { get; init; } = 1.0;
}

public sealed record PublishOptions
{
    [Description("Gate: the release is refused when fewer samples are kept.")]
    [Range(0, int.MaxValue)]
    public int KeptMin { get; init; } = 1;

    [Description("Rows of a part file at most.")]
    [Range(1, 1_000_000)]
    public int PartRows { get; init; } = 512;

    [Description("KiB of media of a part file, about: a part is closed when its sources exceed it.")]
    [Range(1, 4_194_304)]
    public int PartKib { get; init; } = 262_144;

    [Description("KiB of media of a row group, about: small groups make one image cheap to reach.")]
    [Range(1, 1_048_576)]
    public int RowGroupKib { get; init; } = 4096;
}
