using System.Text.Json.Serialization;
using Mm.Data.Catalog.Schedules;

namespace Mm.Data.Run;

/// <summary>
/// What the operator asked for: <c>mmdata run</c>'s arguments, kept in the catalog so that a service can go on with them.
/// </summary>
public sealed record RunRequest
{
    public required string PipelinePath { get; init; }

    /// <summary>Folder, list file or tar.</summary>
    public required string Input { get; init; }

    /// <summary>The release's folder; must be absent, empty, or (with <see cref="Replace"/>) an earlier release.</summary>
    public required string Output { get; init; }

    /// <summary>Jobs at once. Never changes a byte of the release.</summary>
    public int Workers { get; init; } = 1;

    /// <summary><c>key=value</c> settings laid over the pipeline file.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    public bool Replace { get; init; }

    /// <summary>The window of a schedule that the run is of: which of the input's files it takes is kept there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WindowKey? Window { get; init; }
}
