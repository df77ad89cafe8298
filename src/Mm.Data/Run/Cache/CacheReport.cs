using Mm.Data.Pipeline.Cache;

namespace Mm.Data.Run.Cache;

/// <summary>Samples whose results of one stage were in the cache, and those that it measured.</summary>
public sealed record StageCacheCounts(string Stage, long Hits, long Misses);

/// <summary>What a run found measured already. No part of the release.</summary>
public sealed record CacheReport
{
    /// <summary>Samples that were neither read nor decoded nor scored.</summary>
    public long SamplesWhole { get; init; }

    /// <summary>In the order of the chain, the decoder first; empty where nothing is kept.</summary>
    public IReadOnlyList<StageCacheCounts> Stages { get; init; } = [];

    /// <summary>
    /// Single embeddings and detections that stages asked for after decoding: of one picture under another caption, or of what Render
    /// wrote and looks at again.
    /// </summary>
    public CacheCounts Results { get; init; }

    public long MibOnDisk { get; init; }
}
