namespace Mm.Data.Catalog;

/// <summary>A process that takes jobs.</summary>
public sealed class WorkerRecord
{
    public required string Name { get; set; }

    public required string Machine { get; set; }

    public int Cores { get; set; }

    /// <summary>Where its models run: <c>cpu</c> or <c>cuda</c> with the devices' numbers.</summary>
    public required string Devices { get; set; }

    public required string Queues { get; set; }

    public long StartedMs { get; set; }

    /// <summary>When it last said that it lives, by the database's clock.</summary>
    public long SeenMs { get; set; }
}
