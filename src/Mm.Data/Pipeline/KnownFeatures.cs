namespace Mm.Data.Pipeline;

/// <summary>The few columns that one step writes and another reads by name without a pipeline file naming them.</summary>
public static class KnownFeatures
{
    /// <summary>Code: <c>image</c>, <c>video</c> or <c>audio</c>.</summary>
    public const string Modality = "media.modality";

    /// <summary>Code: 64-bit perceptual hash as 16 lower-case hex digits.</summary>
    public const string PerceptualHash = "hashes.perceptual";

    /// <summary>Flag: the picture shows too little for its hash to mean anything.</summary>
    public const string FlatPicture = "hashes.flat";
}
