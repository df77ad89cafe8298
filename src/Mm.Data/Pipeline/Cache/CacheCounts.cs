using System.Runtime.InteropServices;

namespace Mm.Data.Pipeline.Cache;

/// <summary>Look-ups that found something, and those that did not.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CacheCounts(long Hits, long Misses);
