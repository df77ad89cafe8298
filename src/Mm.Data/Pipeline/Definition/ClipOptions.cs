using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Pipeline.Definition;

/// <summary>That films are cut where scenes change, and what one may cost. All of it decides which clips a film gives.</summary>
public sealed record ClipOptions
{
    [Description("Seconds of a clip at least; shorter scenes are passed over.")]
    [Range(0.1, 3600)]
    public double SecondsMin { get; init; } = 2;

    [Description("Seconds of a clip at most; longer scenes become several.")]
    [Range(0.1, 3600)]
    public double SecondsMax { get; init; } = 30;

    [Description("Clips of a film at most; one with more fails with clip.too-many.")]
    [Range(1, 10_000)]
    public int ClipsMax { get; init; } = 2000;

    [Description("Seconds of a film at most; a longer one fails with decode.too-large. Decode:SecondsMax holds for each clip.")]
    [Range(1, 86_400)]
    public double FilmSecondsMax { get; init; } = 7200;

    [Description("MiB of a film's file at most; a larger one fails with source.too-large. Its clips are held in memory.")]
    [Range(1, 1024)]
    public int FilmMib { get; init; } = 256;
}
