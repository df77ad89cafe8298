namespace Mm.Data.Tests.ConventionTests;

/// <summary>
/// C# with its comments and the contents of its literals blanked, so that braces, semicolons and words that are left are code. Lines
/// keep their numbers.
/// </summary>
internal sealed class CodeText
{
    private readonly string _source;
    private readonly char[] _code;
    private int _at;

    private CodeText(string source) => (_source, _code) = (source, source.ToCharArray());

    public static string Of(string source)
    {
        var text = new CodeText(source);
        text.Code(inHole: false);
        return new string(text._code);
    }

    private char Ahead(int by = 0) => _at + by < _source.Length ? _source[_at + by] : '\0';

    // Until the end, or to the brace that ends a hole of an interpolated string.
    private void Code(bool inHole)
    {
        var depth = 0;
        while (_at < _source.Length)
        {
            var c = Ahead();
            if (inHole && c == '}' && depth-- == 0)
                return;
            if (inHole && c == '{')
                depth++;
            if (c == '/' && Ahead(1) is '/' or '*')
                Comment();
            else if (c == '\'')
                Character();
            else if (c == '"' || (c is '$' or '@' && IsString()))
                String();
            else
                _at++;
        }
    }

    private bool IsString()
    {
        var at = _at;
        while (at < _source.Length && _source[at] is '$' or '@')
            at++;
        return at < _source.Length && _source[at] == '"';
    }

    private void Comment()
    {
        var end = Ahead(1) == '/' ? _source.IndexOf('\n', _at) : _source.IndexOf("*/", _at, StringComparison.Ordinal) + 2;
        Blank(end < 0 ? _source.Length : end);
    }

    private void Character()
    {
        var end = _source.IndexOf('\'', _at + (Ahead(1) == '\\' ? 3 : 2));
        Blank(end + 1);
    }

    private void String()
    {
        var dollars = 0;
        var isVerbatim = false;
        for (; Ahead() is '$' or '@'; _at++)
        {
            dollars += Ahead() == '$' ? 1 : 0;
            isVerbatim |= Ahead() == '@';
        }

        var quotes = Run('"');
        if (quotes == 2)
            quotes = 1; // an empty one: the second quote ends it
        var isRaw = quotes >= 3;
        _at += quotes;
        while (_at < _source.Length)
        {
            var c = Ahead();
            if (c == '"' && (!isRaw || Run('"') >= quotes))
            {
                if (isVerbatim && Ahead(1) == '"')
                {
                    Blank(_at + 2);
                    continue;
                }

                _at += isRaw ? Run('"') : 1;
                return;
            }

            if (dollars > 0 && c == '{')
                Hole(isRaw ? dollars : 1, isRaw);
            else
                Blank(_at + (c == '\\' && !isVerbatim && !isRaw ? 2 : 1));
        }
    }

    // Doubled braces, or fewer than the dollars of a raw string, are text.
    private void Hole(int braces, bool isRaw)
    {
        var run = Run('{');
        Blank(_at + run);
        if (isRaw ? run < braces : run % 2 == 0)
            return;
        Code(inHole: true);
        Blank(_at + Math.Min(Run('}'), braces));
    }

    private int Run(char c)
    {
        var length = 0;
        while (Ahead(length) == c)
            length++;
        return length;
    }

    private void Blank(int end)
    {
        for (; _at < end && _at < _source.Length; _at++)
        {
            if (_code[_at] != '\n')
                _code[_at] = ' ';
        }
    }
}
