namespace Mm.Data.Models.Cards;

/// <summary>The optional section <c>selftest</c> of a card.</summary>
internal static class SelfTestSection
{
    public static SelfTestSettings? Read(YamlSection root)
    {
        if (root.Section("selftest", required: false) is not { } section)
            return null;
        var settings = new SelfTestSettings
        {
            Tolerance = section.Number("tolerance", 0, 1, absent: 0.001),
            Texts = [.. section.Sections("texts", required: false).Select(Text)],
            Pairs = [.. section.Sections("pairs", required: false).Select(Pair)],
        };
        section.RejectUnknown();
        return settings;
    }

    private static TextReference Text(YamlSection section)
    {
        var text = new TextReference(section.Text("text"), section.Numbers("starts"));
        section.RejectUnknown();
        return text;
    }

    private static PairReference Pair(YamlSection section)
    {
        var pair = new PairReference(
            section.Text("text"), section.Whole("noise", 1, int.MaxValue), section.Number("cosine", -1, 1));
        section.RejectUnknown();
        return pair;
    }
}
