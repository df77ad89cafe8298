using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Run;

/// <summary>Section <c>Run</c> of appsettings.json.</summary>
public sealed record RunOptions
{
    /// <summary>Jobs at once; 0 takes one a core that the process may use.</summary>
    [Range(0, 1024)]
    public int Workers { get; init; }

    /// <summary>
    /// Seconds for which a shard in work is safe from other workers without a word of its own. A dead worker's shard is taken over when
    /// they are over, and a few more for somebody to notice.
    /// </summary>
    [Range(1, 3600)]
    public int LeaseSeconds { get; init; } = 30;

    /// <summary>A shard that was begun so often and never ended fails its run.</summary>
    [Range(1, 100)]
    public int ShardAttemptsMax { get; init; } = 5;

    /// <summary>The number meant by <see cref="Workers"/> on this machine.</summary>
    public int WorkersOrCores => Workers > 0 ? Workers : Environment.ProcessorCount;
}
