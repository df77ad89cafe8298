namespace Mm.Data.Pipeline.Ports;

/// <summary>How a region of a picture is hidden. Videos are always filled solid.</summary>
public enum FillStyle : byte
{
    /// <summary>One constant colour: nothing of what was there is left. The only style that counts as redaction.</summary>
    Solid,

    /// <summary>
    /// Blurred from its own pixels. Recorded as obfuscated: faces under a 35 px Gaussian are told again nearly as well as clear ones
    /// (arXiv 1905.05243).
    /// </summary>
    Blur,

    /// <summary>Averaged in squares. Recorded as obfuscated.</summary>
    Mosaic,
}
