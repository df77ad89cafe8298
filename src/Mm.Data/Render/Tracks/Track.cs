using Mm.Data.Pipeline;

namespace Mm.Data.Render.Tracks;

/// <summary>One thing followed through a film: what was found of it, in order of time, one box a sampled frame at most.</summary>
public sealed record Track(IReadOnlyList<Box> Boxes);
