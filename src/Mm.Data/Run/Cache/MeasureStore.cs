using Mm.Data.Pipeline.Cache;

namespace Mm.Data.Run.Cache;

/// <summary>The cache of the process: measurements of all runs, and embeddings beside them. Null where the settings want none.</summary>
public sealed class MeasureStore(DiskCache? disk) : IDisposable
{
    public DiskCache? Disk => disk;

    public void Dispose() => disk?.Dispose();
}
