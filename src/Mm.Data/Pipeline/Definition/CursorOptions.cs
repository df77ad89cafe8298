using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Pipeline.Definition;

/// <summary>
/// Lets only files that are new or changed since the last published window of a schedule into a run. Absent: every window takes all.
/// </summary>
public sealed record CursorOptions
{
    [Description("How often a window is tried when files change while they are read; the last try leaves those to the next window.")]
    [Range(1, 10)]
    public int Tries { get; init; } = 3;
}
