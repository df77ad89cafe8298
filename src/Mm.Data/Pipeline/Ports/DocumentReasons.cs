namespace Mm.Data.Pipeline.Ports;

/// <summary>Reason codes of documents, stable; <c>docs/reasons.md</c> explains them to users.</summary>
public static class DocumentReasons
{
    /// <summary>It is encrypted; also one that opens without a password, because its owner restricted its use.</summary>
    public const string Encrypted = "document.encrypted";

    /// <summary>More pages, parts or pictures than allowed.</summary>
    public const string TooLong = "document.too-long";

    /// <summary>More text around one picture than a caption may have.</summary>
    public const string TooMuchText = "document.too-much-text";

    /// <summary>Nothing in it can be a row.</summary>
    public const string WithoutPictures = "document.without-pictures";

    /// <summary>Whether a child may give the reason.</summary>
    public static bool IsKnown(string reason) => reason is Encrypted or TooLong;

    /// <summary>The outcome of a document that gave no rows: text alone is nothing bad, only nothing for a row.</summary>
    public static Outcome OutcomeOf(string reason) =>
        reason is WithoutPictures ? Outcome.Dropped : PoisonReasons.OutcomeOf(reason);
}
