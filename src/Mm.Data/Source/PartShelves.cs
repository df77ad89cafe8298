using Mm.Data.Source.Clips;
using Mm.Data.Source.Documents;

namespace Mm.Data.Source;

/// <summary>What takes the files of a plan apart again; null for what the pipeline leaves whole.</summary>
public sealed record PartShelves(DocumentShelf? Documents, ClipShelf? Clips)
{
    /// <summary>Of a pipeline that leaves every file whole.</summary>
    public static PartShelves None { get; } = new(null, null);
}
