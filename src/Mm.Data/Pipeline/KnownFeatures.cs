namespace Mm.Data.Pipeline;

/// <summary>The few columns that one step writes and another reads by name without a pipeline file naming them.</summary>
public static class KnownFeatures
{
    /// <summary>Code: <c>image</c>, <c>video</c> or <c>audio</c>.</summary>
    public const string Modality = "media.modality";

    /// <summary>Code: the document that the sample is of; absent where it is of none.</summary>
    public const string Document = "document.id";

    /// <summary>Code: the film that the sample was cut from; absent where it was not cut.</summary>
    public const string Film = "clip.film";

    /// <summary>Code: 64-bit perceptual hash as 16 lower-case hex digits.</summary>
    public const string PerceptualHash = "hashes.perceptual";

    /// <summary>Code: hashes of the picture and of windows of it, base64; absent unless the pipeline asks for them.</summary>
    public const string WindowHashes = "hashes.windows";

    /// <summary>Flag: the picture shows too little for its hash to mean anything.</summary>
    public const string FlatPicture = "hashes.flat";

    /// <summary>Vector: unit embedding of the picture by the dual encoder.</summary>
    public const string ImageEmbedding = "alignment.image-embedding";

    /// <summary>Code: digest of the dual encoder that gave it; those of two models cannot be compared.</summary>
    public const string EmbeddingModel = "alignment.model";

    /// <summary>Code: keyed signature of the caption, base64.</summary>
    public const string CaptionSignature = "caption-hashes.signature";

    /// <summary>Whole: words that the signature is of.</summary>
    public const string CaptionWords = "caption-hashes.words";

    /// <summary>
    /// Code: keyed hashes of the caption's runs of words, 8 bytes each in rising order, base64; absent where it has no run.
    /// </summary>
    public const string CaptionGrams = "caption-hashes.grams";

    /// <summary>Code: names the key of the signature; those of two keys cannot be compared.</summary>
    public const string CaptionKey = "caption-hashes.key";

    /// <summary>Behind the name of a number: the column that holds the same of a pair known to be wrong, so that a rule with auto knows
    /// what wrong pairs look like.</summary>
    public const string DecoySuffix = "-decoy";

    /// <summary>Vector: from and to in seconds of every stretch of speech.</summary>
    public const string SpeechIntervals = "speech.intervals";

    /// <summary>Vector: from and to in seconds of every word of the transcript; absent where there is none.</summary>
    public const string SpokenIntervals = "transcript.intervals";

    /// <summary>Vector: from and to in seconds of every stretch of personal data in the transcript; absent where there is none.</summary>
    public const string SpokenPersonalIntervals = "transcript.personal-intervals";
}
