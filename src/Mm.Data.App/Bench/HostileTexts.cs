using System.Text;

namespace Mm.Data.App.Bench;

/// <summary>
/// Texts made to be slow to search: the beginnings of everything that is looked for, over and over, with what breaks them off at the
/// last moment. The same every time.
/// </summary>
internal static class HostileTexts
{
    public const int Count = 200;

    /// <summary>What begins an e-mail address, a number, a date, a key; each is repeated with each joint.</summary>
    private static readonly string[] Seeds =
    [
        "a", "1", "@", ".", "-", "%", "&#", "\\u00", "a@", "a@a.", "1 ", "12-", "+1", "(1", "1.1.", "1:1:", "::", "://a:b@",
        "http://", "at dot ",
        "jane at ", "password: ", "password=", "eyJ-", "eyJaaaaaaaaaa.", "AKIA-", "-----BEGIN ", "-----BEGIN PRIVATE KEY", "SG.",
        "xoxb-", "born 1", "dob ",
        "出生", "123456789 ", "1234567 ", "4111 1111 1111 111", "4111111111111111 ", "DE89 ", "DE89370400440532013000",
        "GB29NWBK6016133192681",
        "A1", "AA 11 ", "XXXXXXXX", "BANKDEFF ", "ssn 123-45-678", "12.345.678/", "999-99-", "0x", "bc1q",
        "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNV", "2019-01-",
        "48.858370, ", "48°51'", "1 2 3 4 5 6 7 ", "0171 123456", "555-01", "+49 ", "&amp;", "&commat;", "%40", "\u200b",
        "e\u0301", "а", "１", "𝟏", "call 1", "тел 7",
    ];

    private static readonly string[] Joints = ["", " ", "\n", "x", ", ", "1"];

    /// <summary>The texts of so many characters each.</summary>
    public static IEnumerable<string> Make(int characters)
    {
        var made = 0;
        foreach (var joint in Joints)
        {
            foreach (var seed in Seeds)
            {
                if (made++ == Count)
                    yield break;
                yield return Repeat(seed + joint, characters);
            }
        }
    }

    private static string Repeat(string part, int characters)
    {
        var text = new StringBuilder(characters + part.Length);
        while (text.Length < characters)
            text.Append(part);
        return text.ToString(0, characters);
    }
}
