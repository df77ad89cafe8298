using System.Buffers;

namespace Mm.Data.Measure.Text;

/// <summary>
/// What is assigned to a password or a key: <c>password: hunter2</c>, <c>"api_key": "..."</c>, <c>pwd=...</c>, <c>my password is ...</c>.
/// A plain word is a value only in quotes, since forms say "password: required".
/// </summary>
internal sealed class PasswordRecogniser : IRecogniser
{
    private const float Score = 0.7f;
    private const int LengthMin = 4;
    private const int LengthMax = 128;
    private const int TokenMin = 12;
    private const int NameMax = 48;

    private static readonly KeyWords Words = new(
    [
        "password", "passwd", "pwd", "passphrase", "passcode", "passwort", "kennwort", "contraseña", "mot de passe", "senha",
        "пароль", "密码", "パスワード",
        "secret", "token", "api_key", "apikey", "api-key", "api key", "access_key", "accesskey", "private_key", "credential",
    ]);

    // Words after which a value must look like a key, because they are also words of plain text.
    private static readonly string[] Loose = ["secret", "token", "credential"];

    private static readonly SearchValues<char> ValueEnds = SearchValues.Create(" \t\r\n\"'`,;&<>)]}");

    private static readonly SearchValues<char> Masks = SearchValues.Create("*.x•-_");

    private static readonly SearchValues<char> Signs = SearchValues.Create("!@#$%^*_+=~|?/");

    public IReadOnlyCollection<string> Types { get; } = [PiiTypes.Password];

    public void Find(string text, ICollection<Finding> found)
    {
        var words = Words.In(text);
        for (var word = words.Next(0); word < text.Length;)
        {
            var start = word;
            word = words.Next(start + 1);
            if (Assigned(text, start) is not { } value)
                continue;
            var isLoose = Array.Exists(Loose, loose => text.AsSpan(start).StartsWith(loose, StringComparison.OrdinalIgnoreCase));
            if (IsSecret(text.AsSpan(value.Start, value.End - value.Start), value, isLoose))
                found.Add(new Finding(value.Start, value.End, PiiTypes.Password, Score));
            word = words.Next(Math.Max(word, value.End));
        }
    }

    // Past the rest of the name (client_secret_key), a quote, spaces, and then a sign or a word that assigns.
    private static Value? Assigned(string text, int at)
    {
        for (var count = 0; count < NameMax && at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-'); count++)
            at++;
        foreach (var rest in (ReadOnlySpan<string>)[" de passe", " key"])
            at += text.AsSpan(at).StartsWith(rest) ? rest.Length : 0;
        at = Skip(text, at, "\"'` ");
        var isWord = false;
        foreach (var word in (ReadOnlySpan<string>)["is ", "ist ", "es ", "est ", "é ", "was "])
        {
            if (!text.AsSpan(at).StartsWith(word, StringComparison.OrdinalIgnoreCase))
                continue;
            (at, isWord) = (at + word.Length, true);
            break;
        }

        if (!isWord)
        {
            var sign = Skip(text, at, ":=>");
            if (sign == at)
                return null;
            at = sign;
        }

        at = Skip(text, at, ": ");
        var isQuoted = at < text.Length && text[at] is '"' or '\'' or '`';
        at += isQuoted ? 1 : 0;
        var value = text.AsSpan(at, Math.Min(LengthMax, text.Length - at));
        var length = value.IndexOfAny(ValueEnds);
        length = length < 0 ? value.Length : length;
        while (!isQuoted && length > 0 && value[length - 1] is '.' or '!' or '?')
            length--; // of the sentence
        return length == 0 ? null : new Value(at, at + length, isQuoted, isWord);
    }

    private static int Skip(string text, int at, string characters)
    {
        for (var count = 0; count < 3 && at < text.Length && characters.Contains(text[at]); count++)
            at++;
        return at;
    }

    private static bool IsSecret(ReadOnlySpan<char> value, Value place, bool isLoose)
    {
        if (value.Length < LengthMin || value[0] is '$' or '{' or '%' or '<' || value.IndexOfAnyExcept(Masks) < 0)
            return false;
        var hasDigit = value.ContainsAnyInRange('0', '9');
        var hasLetter = value.ContainsAnyInRange('a', 'z') || value.ContainsAnyInRange('A', 'Z');
        if (isLoose)
            return value.Length >= TokenMin && hasDigit && hasLetter;
        var hasSign = value.ContainsAny(Signs);
        var isMixed = value.ContainsAnyInRange('a', 'z') && value[1..].ContainsAnyInRange('A', 'Z');
        return hasDigit || hasSign || isMixed || (place.IsQuoted && !place.IsWord);
    }

    private readonly record struct Value(int Start, int End, bool IsQuoted, bool IsWord);
}
