namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>What tells a valid identifier from any other text of its shape.</summary>
internal enum Validation : byte
{
    /// <summary>Nothing: only words near by speak for it.</summary>
    None,

    /// <summary>Dates, prefixes, letters that are not used, ranges.</summary>
    Structure,

    /// <summary>Check digits or letters, besides any structure.</summary>
    Checksum,
}
