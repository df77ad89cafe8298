using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Pipeline.Definition;

/// <summary>That documents are taken, and what one may cost. All of it decides which rows a document gives.</summary>
public sealed record DocumentOptions
{
    [Description("Pages of a PDF at most; a longer one fails with document.too-long.")]
    [Range(1, 100_000)]
    public int PagesMax { get; init; } = 500;

    [Description("Pictures of a document at most; one with more fails with document.too-long.")]
    [Range(1, 10_000)]
    public int PicturesMax { get; init; } = 1000;

    [Description("Pictures whose shorter side has fewer pixels are passed over: icons, rules, bullets.")]
    [Range(1, 4096)]
    public int PictureSideMin { get; init; } = 64;

    [Description("MiB that a document's pictures take at most, as they lie in it; one with more fails with document.too-long.")]
    [Range(1, 256)]
    public int PicturesMib { get; init; } = 64;

    [Description("MiB of a document's file at most; a larger one fails with source.too-large.")]
    [Range(1, 1024)]
    public int FileMib { get; init; } = 64;
}
