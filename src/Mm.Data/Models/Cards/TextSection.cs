namespace Mm.Data.Models.Cards;

/// <summary>The section <c>text</c> of a card.</summary>
internal static class TextSection
{
    private static readonly Dictionary<string, TokenizerKind> Tokenizers = new()
    {
        ["clip-bpe"] = TokenizerKind.ClipBpe,
        ["sentencepiece"] = TokenizerKind.SentencePiece,
    };

    private static readonly Dictionary<string, TextCleaning> Cleanings = new()
    {
        ["clip"] = TextCleaning.Clip,
        ["siglip"] = TextCleaning.Siglip,
        ["none"] = TextCleaning.None,
    };

    public static TextSettings? Read(YamlSection root)
    {
        if (root.Section("text", required: true) is not { } section)
            return null;
        var tokenizer = section.Choice("tokenizer", Tokenizers);
        var text = new TextSettings
        {
            Tokenizer = tokenizer,
            Cleaning = section.Choice("cleaning", Cleanings, absent: tokenizer is TokenizerKind.SentencePiece ? "siglip" : "clip"),
            Context = section.Whole("context", 3, 4096),
            PadId = section.Whole("pad-id", 0, int.MaxValue, absent: 0),
            Lower = section.Flag("lower", absent: true),
            Input = section.Text("input"),
            Output = section.Text("output"),
            AttentionMask = section.OptionalText("attention-mask"),
        };
        section.RejectUnknown();
        return text;
    }
}
