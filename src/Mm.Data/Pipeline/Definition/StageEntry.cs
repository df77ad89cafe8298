using System.ComponentModel;
using System.Text.Json;

namespace Mm.Data.Pipeline.Definition;

/// <summary>One measuring stage with its options, which are bound against the stage's own type.</summary>
public sealed record StageEntry
{
    [Description("Name of a stage: `mmdata stages` lists them.")]
    public required string Stage { get; init; }

    [Description("Options of the stage.")]
    public JsonElement With { get; init; } = JsonDocument.Parse("{}").RootElement;
}
