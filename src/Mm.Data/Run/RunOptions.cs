using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Run;

/// <summary>Section <c>Run</c> of appsettings.json.</summary>
public sealed record RunOptions
{
    /// <summary>Jobs at once; 0 takes one a core that the process may use.</summary>
    [Range(0, 1024)]
    public int Workers { get; init; }

    /// <summary>The number meant by <see cref="Workers"/> on this machine.</summary>
    public int WorkersOrCores => Workers > 0 ? Workers : Environment.ProcessorCount;
}
