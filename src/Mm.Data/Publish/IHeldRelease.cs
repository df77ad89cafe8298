using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Publish;

/// <summary>The files of one release, wherever it lies, held as they are while it is read.</summary>
internal interface IHeldRelease : IDisposable
{
    /// <summary>Whether the files are still there, as far as that can be told without asking for one.</summary>
    bool Holds { get; }

    /// <summary>The folder that it lies in.</summary>
    /// <exception cref="EnvironmentException">It lies in a container.</exception>
    string Folder { get; }

    /// <summary>A file for reading here and there.</summary>
    ReadableFile File(string path, long bytes);

    /// <summary>A file for reading once, from front to back; its stream may not be sought.</summary>
    ReadableFile Whole(string path, long bytes);

    /// <summary>A small file; null where there is none.</summary>
    /// <exception cref="EnvironmentException">It cannot be read.</exception>
    ReadOnlyMemory<byte>? Small(string path);

    /// <summary>Tiles of the ledger that lie with the release.</summary>
    TileReader Tiles { get; }
}
