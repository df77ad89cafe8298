namespace Mm.Data.Decode.Protocol;

/// <summary>The child's one command-line argument: its place and its limits, known before it reads a byte.</summary>
public sealed record ChildSettings
{
    public required int Core { get; init; }

    /// <summary>Number of the inherited descriptor of the shared memory (<see cref="SharedLayout"/>).</summary>
    public required int SharedDescriptor { get; init; }

    public required int MemoryMib { get; init; }

    /// <summary>Processor seconds a request may use before the kernel ends the child, should the parent's clock fail.</summary>
    public required int CpuSecondsMax { get; init; }

    public required long FileBytesMax { get; init; }

    public required long InputBytesMax { get; init; }

    public required long OutputBytesMax { get; init; }

    public required long PixelsMax { get; init; }

    public required int SideMax { get; init; }

    public required int FramesMax { get; init; }

    public required double SecondsMax { get; init; }

    /// <summary>
    /// Processes and threads at most; 0 sets no limit, because outside a sandbox those of others with the same user count too, and
    /// because the kernel holds no user to it who is root outside.
    /// </summary>
    public required int ProcessesMax { get; init; }

    /// <summary>The variables that it should find in its environment, and no others.</summary>
    public required IReadOnlyList<string> EnvironmentNames { get; init; }

    /// <summary>The child's own folder; made by it when missing.</summary>
    public required string TemporaryFolder { get; init; }
}

/// <summary>The child's first frame: confined and ready. <paramref name="Parts"/> are the protections it put on itself.</summary>
public sealed record Ready(int Version, int Core, IReadOnlyList<SandboxPart> Parts);
