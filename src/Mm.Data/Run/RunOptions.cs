using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Run;

/// <summary>Section <c>Run</c> of appsettings.json.</summary>
public sealed record RunOptions : IValidatableObject
{
    /// <summary>The value of <see cref="Queues"/> that takes nothing.</summary>
    public const string NoQueues = "none";

    /// <summary>What a process may work on, in the order in which it is emptied: what is nearest to a release first.</summary>
    public static IReadOnlyList<string> AllQueues { get; } = [PublishQueue, "render", "measure"];

    /// <summary>Of what runs once: deciding, and publishing, which signs.</summary>
    public const string PublishQueue = "publish";

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

    /// <summary>
    /// What this process works on: queues with commas between, or <c>none</c> to leave everything to <c>mmdata worker</c> on the same
    /// PostgreSQL. <c>publish</c> also decides what is kept.
    /// </summary>
    [Required]
    public string Queues { get; init; } = string.Join(',', AllQueues.Reverse());

    /// <summary>Seconds that a worker which is told to stop goes on with the shards in hand, before it gives them back.</summary>
    [Range(0, 3600)]
    public int DrainSeconds { get; init; } = 20;

    /// <summary>The queues that are meant by <see cref="Queues"/>, in the order in which they are emptied.</summary>
    public IReadOnlyList<string> QueueList => [.. AllQueues.Where(Named.Contains)];

    private string[] Named => Queues.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The number meant by <see cref="Workers"/> on this machine.</summary>
    public int WorkersOrCores => Workers > 0 ? Workers : Environment.ProcessorCount;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var unknown = Named.Where(name => !AllQueues.Contains(name, StringComparer.Ordinal)).ToArray();
        if (Named.Length == 0 || (unknown.Length > 0 && Queues != NoQueues))
            yield return new ValidationResult(
                $"Queues={Queues}: name queues of {string.Join(", ", AllQueues.Reverse())} with commas between, or {NoQueues}.");
    }
}
