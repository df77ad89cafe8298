namespace Mm.Data.Models.Cards;

/// <summary>The section <c>reader</c> of a card.</summary>
internal static class ReaderSection
{
    private const int ColumnsMax = 64;
    private const int WidthMax = 4096;

    public static ReaderSettings? Read(YamlSection root)
    {
        if (root.Section("reader", required: true) is not { } section)
            return null;
        var settings = new ReaderSettings
        {
            StepColumns = section.Whole("step-columns", 1, ColumnsMax, absent: 8),
            OrientationInput = section.Text("orientation-input"),
            OrientationOutput = section.Text("orientation-output"),
            OrientationWidth = section.Whole("orientation-width", 1, WidthMax, absent: 192),
            OrientationThreshold = section.Number("orientation-threshold", 0, 1, absent: 0.9),
            Confidence = section.Number("confidence", 0, 1),
        };
        section.RejectUnknown();
        return settings;
    }
}
