namespace Mm.Data.Pipeline.Definition;

/// <summary>What becomes of windows that came due while no service ran.</summary>
public enum CatchUp : byte
{
    /// <summary>One run for all of them, in the last one's name.</summary>
    One,

    /// <summary>A run for each, one behind the other.</summary>
    Each,

    /// <summary>They are recorded as missed.</summary>
    None,
}
