using System.Globalization;

namespace Mm.Data.Pipeline.Expressions;

/// <summary>
/// Cuts an expression into words. A name may hold dots and dashes between letters and digits (<c>image-text.area-share</c>), so a minus
/// between names needs a space.
/// </summary>
internal sealed class Lexer(string text)
{
    private static readonly string[] Signs = ["<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "(", ")", "[", "]", ","];

    private int _next;

    public List<Token> Read()
    {
        var tokens = new List<Token>();
        while (true)
        {
            while (_next < text.Length && text[_next] is ' ' or '\t' or '\n' or '\r')
                _next++;
            tokens.Add(One());
            if (tokens[^1].Kind is TokenKind.End)
                return tokens;
        }
    }

    private Token One()
    {
        var from = _next;
        if (from == text.Length)
            return new Token(TokenKind.End, "", 0, from + 1);
        var first = text[from];
        if (char.IsAsciiLetter(first))
            return new Token(TokenKind.Name, Name(), 0, from + 1);
        if (char.IsAsciiDigit(first) || (first == '.' && IsDigit(from + 1)))
            return Number();
        if (first is '"' or '\'')
            return Quoted(first);
        foreach (var sign in Signs)
        {
            if (!text.AsSpan(from).StartsWith(sign, StringComparison.Ordinal))
                continue;
            _next += sign.Length;
            return new Token(TokenKind.Sign, sign, 0, from + 1);
        }

        throw new ExpressionException(from + 1, first switch
        {
            '=' => "'=' is no operator; write == to compare",
            '&' => "'&' is no operator; write and",
            '|' => "'|' is no operator; write or",
            '!' => "'!' stands alone; write not, or != to compare",
            _ => $"the character {Show(first)} means nothing here",
        });
    }

    private string Name()
    {
        var from = _next++;
        while (_next < text.Length && (IsWord(_next) || (text[_next] is '.' or '-' && IsWord(_next + 1))))
            _next++;
        return text[from.._next];
    }

    private Token Number()
    {
        var from = _next;
        Digits();
        if (At(_next) == '.')
        {
            _next++;
            Digits();
        }

        if (At(_next) is 'e' or 'E' && (IsDigit(_next + 1) || (At(_next + 1) is '+' or '-' && IsDigit(_next + 2))))
        {
            _next += 2;
            Digits();
        }

        if (_next < text.Length && (IsWord(_next) || text[_next] == '.'))
            throw new ExpressionException(_next + 1, $"{Show(text[_next])} cannot stand in a number; write 0.25 or 1e6");
        var word = text[from.._next];
        var value = double.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value)
            ? new Token(TokenKind.Number, word, value, from + 1)
            : throw new ExpressionException(from + 1, "the number is too large");
    }

    private Token Quoted(char quote)
    {
        var from = _next;
        var end = text.IndexOf(quote, from + 1);
        if (end < 0)
            throw new ExpressionException(from + 1, $"the text that begins here has no closing {quote}");
        _next = end + 1;
        return new Token(TokenKind.Text, text[(from + 1)..end], 0, from + 1);
    }

    private void Digits()
    {
        while (IsDigit(_next))
            _next++;
    }

    private char At(int index) => index < text.Length ? text[index] : '\0';

    private bool IsDigit(int index) => char.IsAsciiDigit(At(index));

    private bool IsWord(int index) => char.IsAsciiLetterOrDigit(At(index)) || At(index) == '_';

    private static string Show(char character) =>
        character is > ' ' and <= '~' ? $"'{character}'" : string.Create(CultureInfo.InvariantCulture, $"U+{(int)character:X4}");
}
