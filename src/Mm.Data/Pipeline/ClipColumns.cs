namespace Mm.Data.Pipeline;

/// <summary>The feature columns that say where in its film a clip was cut. No stage measures them: they are known from the plan.</summary>
internal static class ClipColumns
{
    private const string Number = "clip.number";
    private const string From = "clip.from-seconds";
    private const string To = "clip.to-seconds";

    public static IReadOnlyList<FeatureColumn> All { get; } =
    [
        new(KnownFeatures.Film, FeatureKind.Code, "The film that the clip was cut from: 24 hex digits of its SHA-256."),
        new(Number, FeatureKind.Whole, "Which clip of its film it is, from 1."),
        new(From, FeatureKind.Number, "Seconds from the film's first frame to the clip's."),
        new(To, FeatureKind.Number, "Seconds from the film's first frame to the end of the clip's last."),
    ];

    public static void Write(FeatureRow features, ClipPlace? place)
    {
        if (place is null)
            return;
        features.Set(KnownFeatures.Film, place.Film);
        features.Set(Number, (long)place.Number);
        features.Set(From, place.FromSeconds);
        features.Set(To, place.ToSeconds);
    }
}
