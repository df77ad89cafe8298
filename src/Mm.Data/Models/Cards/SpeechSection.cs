namespace Mm.Data.Models.Cards;

/// <summary>Reads the section <c>speech</c> of a card.</summary>
internal static class SpeechSection
{
    private const int SamplesMax = 16_000;

    public static SpeechSettings? Read(YamlSection root)
    {
        if (root.Section("speech", required: true) is not { } section)
            return null;
        var settings = new SpeechSettings
        {
            Window = section.Whole("window", 1, SamplesMax),
            Context = section.Whole("context", 0, SamplesMax),
            State = section.Whole("state", 1, 4096),
            Threshold = section.Number("threshold", 0, 1),
        };
        section.RejectUnknown();
        return settings;
    }
}
