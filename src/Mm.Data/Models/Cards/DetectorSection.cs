namespace Mm.Data.Models.Cards;

/// <summary>The card's section <c>detector</c>.</summary>
internal static class DetectorSection
{
    private const int SideMax = 4096;
    private const int Stride = 32; // both networks of a cascade halve their input five times

    private static readonly Dictionary<string, DetectorKind> Kinds = new()
    {
        ["ssd-boxes"] = DetectorKind.SsdBoxes,
        ["db-text"] = DetectorKind.DbText,
        ["face-cascade"] = DetectorKind.FaceCascade,
        ["box-rows"] = DetectorKind.BoxRows,
    };

    private static readonly Dictionary<string, RowBox> RowBoxes = new()
    {
        ["centre-pixels"] = RowBox.CentrePixels,
        ["corner-pixels"] = RowBox.CornerPixels,
        ["corner-shares"] = RowBox.CornerShares,
    };

    /// <summary>Null, and a problem, where there is none.</summary>
    public static DetectorSettings? Read(YamlSection root)
    {
        if (root.Section("detector", required: true) is not { } section)
            return null;
        var kind = section.Choice("kind", Kinds);
        var map = kind is DetectorKind.DbText;
        var settings = new DetectorSettings
        {
            Kind = kind,
            Boxes = kind switch
            {
                DetectorKind.DbText => section.Text("map"),
                DetectorKind.BoxRows => section.Text("rows"),
                DetectorKind.FaceCascade => "",
                _ => section.Text("boxes"),
            },
            Scores = kind is DetectorKind.SsdBoxes ? section.Text("scores") : "",
            Threshold = section.Number("threshold", 0, 1),
            NmsIou = map ? 1 : section.Number("nms-iou", 0, 1, absent: 0.5),
            PixelThreshold = map ? section.Number("pixel-threshold", 0, 1, absent: 0.3) : 0,
            Unclip = map ? section.Number("unclip", 0, 10, absent: 1.5) : 0,
            Cascade = kind is DetectorKind.FaceCascade ? Cascade(section) : null,
            Rows = kind is DetectorKind.BoxRows ? Rows(section) : null,
        };
        section.RejectUnknown();
        return settings;
    }

    private static CascadeSettings? Cascade(YamlSection detector)
    {
        if (detector.Section("cascade", required: true) is not { } section)
            return null;
        var settings = new CascadeSettings
        {
            FirstSide = section.Whole("first-side", Stride, SideMax),
            FirstMin = section.Number("first-min", 0, 1),
            SecondSide = section.Whole("second-side", Stride, SideMax),
            SecondMin = section.Number("second-min", 0, 1),
            ZoomSide = section.Whole("zoom-side", Stride, SideMax),
            Zoom = Exactly(section, "zoom", 2),
            Unsure = Exactly(section, "unsure", 2),
            NearLook = Exactly(section, "near-look", 4),
            FullLook = Exactly(section, "full-look", 6),
            Animals = section.Section("animals", required: false) is { } animals ? Animals(animals) : null,
            Turns = section.Has("turns") ? section.Numbers("turns") : [],
        };
        if (settings.ZoomSide % Stride != 0)
            section.Wrong("zoom-side", $"{settings.ZoomSide} is no multiple of {Stride}", 0);
        if (settings.Zoom.Any(zoom => zoom is < 1 or > 16))
            section.Wrong("zoom", "factors from 1 to 16 are wanted", 0);
        if (settings.Turns.Any(turn => turn is not (1 or 2 or 3)))
            section.Wrong("turns", "quarter turns are 1, 2 and 3", 0);
        section.RejectUnknown();
        return settings;
    }

    private static AnimalSettings Animals(YamlSection section)
    {
        var settings = new AnimalSettings
        {
            Side = section.Whole("side", Stride, SideMax),
            Sure = section.Number("sure", 0, 1),
            HeatMin = section.Number("heat-min", 0, 1),
            Lead = section.Number("lead", 0, 100),
            CoverMin = section.Number("cover-min", 0, 1),
        };
        section.RejectUnknown();
        return settings;
    }

    private static RowSettings Rows(YamlSection section)
    {
        var settings = new RowSettings
        {
            Box = section.Choice("box", RowBoxes),
            Transposed = section.Flag("transposed", absent: false),
            Objectness = section.Flag("objectness", absent: false),
            Classes = section.Has("classes") ? section.Numbers("classes") : [],
        };
        if (settings.Classes.Any(number => number < 0 || number % 1 != 0))
            section.Wrong("classes", "whole numbers from 0 are wanted", 0);
        return settings;
    }

    private static IReadOnlyList<double> Exactly(YamlSection section, string key, int count)
    {
        var numbers = section.Numbers(key);
        if (numbers.Count == count)
            return numbers;
        return section.Wrong<IReadOnlyList<double>>(key, $"{count} numbers are wanted", [.. Enumerable.Repeat(1.0, count)]);
    }
}
