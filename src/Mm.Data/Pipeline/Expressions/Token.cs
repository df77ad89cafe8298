namespace Mm.Data.Pipeline.Expressions;

internal enum TokenKind : byte
{
    Name,
    Number,
    Text,
    Sign,
    End,
}

/// <summary>A word of an expression; <paramref name="At"/> counts characters from 1.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, double Number, int At)
{
    public bool Is(string word) => Kind is TokenKind.Name or TokenKind.Sign && Text == word;

    public override string ToString() => Kind switch
    {
        TokenKind.End => "the end",
        TokenKind.Text => $"the text \"{Text}\"",
        _ => $"'{Text}'",
    };
}
