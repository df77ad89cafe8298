namespace Mm.Data.Models.Pull;

/// <summary>How models are fetched.</summary>
public sealed record PullSettings
{
    /// <summary>What the addresses of a catalogue are below.</summary>
    public required Uri Base { get; init; }

    /// <summary>Plain HTTP to other machines, too. Digests hold all the same; who listens sees what is fetched.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>Tries in a row that bring less than <see cref="ProgressBytes"/>.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>What a try must bring so that those before it do not count.</summary>
    public long ProgressBytes { get; init; } = 1 << 20;

    /// <summary>The pause after the first failure; each further one is twice as long, half a minute at most.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A server that says nothing for so long is given up.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);
}
