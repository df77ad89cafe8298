namespace Mm.Data.Pipeline;

/// <summary>The feature columns that say which document a sample is of. No stage measures them: they are known from the plan.</summary>
internal static class DocumentColumns
{
    /// <summary>Begins their names; they are no scores.</summary>
    public const string Prefix = "document.";

    private const string Position = Prefix + "position";
    private const string Rows = Prefix + "rows";

    public static IReadOnlyList<FeatureColumn> All { get; } =
    [
        new(KnownFeatures.Document, FeatureKind.Code, "The document that the sample is of: 24 hex digits of its SHA-256."),
        new(Position, FeatureKind.Whole, "Which picture of its document the sample is, from 1; pictures that are passed over count."),
        new(Rows, FeatureKind.Whole, "Samples that the document gave."),
    ];

    public static void Write(FeatureRow features, DocumentPlace? place)
    {
        if (place is null)
            return;
        features.Set(KnownFeatures.Document, place.Document);
        features.Set(Position, (long)place.Position);
        features.Set(Rows, (long)place.Rows);
    }
}
