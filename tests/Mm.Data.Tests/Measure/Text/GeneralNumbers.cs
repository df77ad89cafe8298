using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mm.Data.Measure.Text.Wallets;
using Mm.Data.Tests.Measure.Text.Identifiers;

namespace Mm.Data.Tests.Measure.Text;

/// <summary>Generated personal data of the types that belong to no country, written as people and programs write them.</summary>
internal static class GeneralNumbers
{
    private const string Hexadecimal = "0123456789abcdef";
    private const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const string LettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly string[] Names = ["jane", "j.doe", "anna_k", "li-wei", "marta", "o.smith", "tom99", "info+x", "zoë", "иван"];
    private static readonly string[] Domains = ["example.com", "mail.example.org", "müller.example.de", "example.co.uk", "exa-mple.io"];

    private static readonly string[] Around = ["{0}", "Please use {0} from now on.", "is it {0}?", "old: {0}; new one follows", "\"{0}\"", "[{0}]"];

    private static readonly Dictionary<string, Func<Dice, string>> Generators = new(StringComparer.Ordinal)
    {
        ["EMAIL"] = d => $"{d.Pick(Names)}{d.Digits(d.In(0, 3))}@{d.Pick(Domains)}",
        ["PHONE"] = Phone,
        ["CARD"] = Card,
        ["IBAN"] = Iban,
        ["IP_ADDRESS"] = d => d.In(0, 1) == 0
            ? $"{d.In(11, 126)}.{d.In(20, 255)}.{d.In(0, 255)}.{d.In(0, 255)}"
            : string.Join(':', Enumerable.Range(0, 8).Select(_ => d.Of("123456789abcdef") + d.Of(Hexadecimal, 3))),
        ["MAC_ADDRESS"] = d => string.Join(d.Pick([":", "-"]), Enumerable.Range(0, 6)
            .Select(i => d.Of(i == 0 ? "02468ace" : Hexadecimal) + d.Of("0123456789"))),
        ["URL_CREDENTIALS"] = d => $"https://{d.Pick(["jane", "admin"])}:{d.Of(LettersAndDigits, 8)}@{d.Pick(["example.com", "db.example.org:5432"])}/x",
        ["COORDINATES"] = d => $"{d.In(-80, 80)}.{d.Digits(6)}, {d.In(-170, 170)}.{d.Digits(6)}",
        ["CRYPTO_WALLET"] = Wallet,
        ["API_KEY"] = d => d.Pick(
        [
            "AKIA" + d.Of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16), "ghp_" + d.Of(LettersAndDigits, 36),
            "xoxb-" + d.Digits(12) + "-" + d.Of(LettersAndDigits, 24),
            "sk_live_" + d.Of(LettersAndDigits, 24), "AIza" + d.Of(LettersAndDigits, 35), "glpat-" + d.Of(LettersAndDigits, 20),
            "eyJ" + d.Of(LettersAndDigits, 24) + ".eyJ" + d.Of(LettersAndDigits, 40) + "." + d.Of(LettersAndDigits, 43),
        ]),
        ["PRIVATE_KEY"] = d => $"-----BEGIN {d.Pick(["RSA ", "EC ", ""])}PRIVATE KEY-----\n{d.Of(LettersAndDigits, 64)}\n-----END PRIVATE KEY-----",
    };

    // Types that only a word near by tells.
    private static readonly Dictionary<string, Func<Dice, (string Before, string Value)>> Announced = new(StringComparer.Ordinal)
    {
        ["DATE_OF_BIRTH"] = d => (d.Pick(["Date of birth: ", "DOB ", "She was born on ", "geboren am ", "née le ", "fecha de nacimiento: "]),
            d.Day(d.Pick(["yyyy-MM-dd", "dd.MM.yyyy", "M/d/yyyy", "d MMMM yyyy", "MMMM d, yyyy"]))),
        ["PASSWORD"] = d => (d.Pick(["password: ", "pwd=", "my password is ", "\"api_key\": \"", "Passwort: "]), d.Of(LettersAndDigits, 8) + d.Digits(2) + "x"),
        ["BIC"] = d => (d.Pick(["BIC: ", "SWIFT code ", "bic "]), d.Letters(4) + d.Pick(["DE", "FR", "GB", "US"]) + d.Letters(1) + d.Digits(1)),
        ["ICCID"] = d => (d.Pick(["ICCID ", "SIM card no. "]), WithLuhn("8949" + d.Digits(14))),
    };

    public static IEnumerable<string> Types => Generators.Keys.Concat(Announced.Keys);

    /// <summary>Sentences and what stands in them, always the same ones.</summary>
    public static IEnumerable<(string Text, string Value)> Draw(string type, int count)
    {
        var dice = Dice.Of("general " + type);
        for (var turn = 0; turn < count; turn++)
        {
            var (before, value) = Announced.TryGetValue(type, out var announced) ? announced(dice) : ("", Generators[type](dice));
            var frame = before.Length > 0 ? before + "{0}" : Around[turn % Around.Length];
            yield return (string.Format(CultureInfo.InvariantCulture, frame, value), value);
        }
    }

    private static string WithLuhn(string digits) => Enumerable.Range(0, 10).Select(check => digits + check)
        .First(number => Mm.Data.Measure.Text.Identifiers.CheckDigits.Luhn(number));

    private static string Phone(Dice d) => d.Pick(
    [
        $"+1 {d.In(201, 989)}-{d.In(200, 999)}-{d.Digits(4)}", $"({d.In(201, 989)}) {d.In(200, 999)}-{d.Digits(4)}",
        $"{d.In(201, 989)}-{d.In(200, 999)}-{d.Digits(4)}",
        $"+44 20 {d.Digits(4)} {d.Digits(4)}", $"+49 {d.In(151, 179)} {d.Digits(7)}", $"0{d.In(151, 179)} {d.Digits(7)}",
        $"0{d.In(1, 9)} {d.Digits(2)} {d.Digits(2)} {d.Digits(2)} {d.Digits(2)}",
        $"+86138{d.Digits(8)}", $"001-{d.In(201, 989)}-{d.In(200, 999)}-{d.Digits(4)}x{d.In(10, 999)}",
    ]);

    private static string Card(Dice d)
    {
        var number = WithLuhn(d.Pick(["4", "51", "55", "6011"]).Then(prefix => prefix + d.Digits(15 - prefix.Length)));
        return d.Pick([number, Grouped(number, ' '), Grouped(number, '-')]);
    }

    private static string Iban(Dice d)
    {
        var (country, account) = d.Pick([("DE", d.Digits(18)), ("GB", d.Letters(4) + d.Digits(14)), ("NL", d.Letters(4) + d.Digits(10)), ("ES", d.Digits(20))]);
        var number = Enumerable.Range(2, 97).Select(check => $"{country}{check:00}{account}")
            .First(one => Mm.Data.Measure.Text.IbanRecogniser.Mod97Holds(one));
        return d.Pick([number, Grouped(number, ' ')]);
    }

    private static string Grouped(string number, char separator) => string.Join(separator, number.Chunk(4).Select(part => new string(part)));

    // Base58Check by the definition, Ethereum by EIP-55.
    private static string Wallet(Dice d)
    {
        if (d.In(0, 1) == 0)
            return Ether(d.Of(Hexadecimal, 40));
        byte[] payload = [d.Pick<byte>([0, 5]), .. Encoding.ASCII.GetBytes(d.Of(LettersAndDigits, 20))];
        byte[] whole = [.. payload, .. SHA256.HashData(SHA256.HashData(payload))[..4]];
        var (number, text) = (new System.Numerics.BigInteger(whole, isUnsigned: true, isBigEndian: true), "");
        for (; number > 0; number /= 58)
            text = Base58[(int)(number % 58)] + text;
        return new string('1', whole.TakeWhile(b => b == 0).Count()) + text;
    }

    private static string Ether(string digits)
    {
        var hash = new byte[Keccak.HashLength];
        Keccak.Hash(Encoding.ASCII.GetBytes(digits), hash);
        return "0x" + string.Concat(digits.Select((c, i) => (i % 2 == 0 ? hash[i / 2] >> 4 : hash[i / 2] & 15) >= 8 ? char.ToUpperInvariant(c) : c));
    }
}
