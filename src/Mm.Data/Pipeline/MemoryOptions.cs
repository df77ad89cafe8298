using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Pipeline;

/// <summary>Section <c>Memory</c> of appsettings.json.</summary>
public sealed record MemoryOptions
{
    /// <summary>MiB for encoded assets and views in flight, in the whole process.</summary>
    [Range(64, 1_048_576)]
    public int BudgetMib { get; init; } = 1024;
}
