using Mm.Data.Pipeline;

namespace Mm.Data.Audit.Log;

/// <summary>
/// Where a ledger lies: its index, its tiles, and a copy of its last checkpoint. A release counts when the index names it, and the index
/// names it only where it is still the one that was read.
/// </summary>
internal interface ILogFiles
{
    /// <summary>For messages.</summary>
    string Place { get; }

    /// <summary>Keeps other appenders away where there is a way to; where there is none, <see cref="TryCommitAsync"/> tells.</summary>
    /// <exception cref="EnvironmentException">The place cannot be made.</exception>
    Task<IDisposable> HoldAsync(CancellationToken cancel);

    /// <summary>The releases of the ledger as they are now. Makes up what whoever appended the last one may have died before.</summary>
    /// <exception cref="EnvironmentException">The index cannot be read, or is lost.</exception>
    Task<IReadOnlyList<LogEntry>> ReadAsync(CancellationToken cancel);

    /// <summary>The tile's hashes, of the releases that were read and of what was written since; null where they cannot be had.</summary>
    ReadOnlyMemory<byte>? Read(Tile tile);

    /// <summary>Begins to append leaves of this root behind the releases that were read.</summary>
    void Begin(string leavesRoot);

    Task WriteAsync(Tile tile, ReadOnlyMemory<byte> hashes, CancellationToken cancel);

    /// <summary>Makes the releases count, of which the last is new and all of its tiles are written.</summary>
    /// <returns>False: the ledger is not the one any more that was read. Nothing counts that was not there.</returns>
    Task<bool> TryCommitAsync(IReadOnlyList<LogEntry> entries, CancellationToken cancel);
}
