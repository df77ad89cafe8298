using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

internal static class Brazil
{
    private static readonly IdentifierRule Cpf = new()
    {
        Type = "BR_CPF",
        Country = "BR",
        Name = "Cadastro de Pessoas Físicas",
        Validation = Validation.Checksum,
        Shapes = ["999.999.999-99"],
        Check = IsCpf,
        Context = ["cpf", "pessoa física", "contribuinte"],
        Score = Scores.Sure,
    };

    private static readonly IdentifierRule Cnpj = new()
    {
        Type = "BR_CNPJ",
        Country = "BR",
        Name = "Cadastro Nacional da Pessoa Jurídica",
        Validation = Validation.Checksum,
        Shapes = ["XX.XXX.XXX/XXXX-99"],
        Check = IsCnpj,
        Context = ["cnpj", "pessoa jurídica"],
        Score = Scores.Sure,
    };

    private static readonly IdentifierRule Pis = new()
    {
        Type = "BR_PIS",
        Country = "BR",
        Name = "PIS/PASEP/NIT/NIS",
        Validation = Validation.Checksum,
        Shapes = ["999.99999.99-9"],
        Check = s => IsNumber(s, 11) && Mod11(s, 10, [3, 2, 9, 8, 7, 6, 5, 4, 3, 2]),
        Context = ["pis", "pasep", "nit", "nis"],
        Score = Scores.Sure,
    };

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        Cpf,
        Cpf with { Shapes = ["99999999999", "999999999-99"], NeedsContext = true, Score = 0.5f },
        Cnpj,
        Cnpj with { Shapes = ["XXXXXXXXXXXX99"], NeedsContext = true, Score = 0.5f },
        Pis,
        Pis with { Shapes = ["99999999999"], NeedsContext = true, Score = 0.5f },
        new()
        {
            Type = "BR_CNH",
            Country = "BR",
            Name = "Carteira Nacional de Habilitação",
            Validation = Validation.Checksum,
            Shapes = ["99999999999"],
            Check = IsCnh,
            Context = ["cnh", "habilitação", "habilitacao"],
            NeedsContext = true,
        },
        new()
        {
            Type = "BR_VOTER_ID",
            Country = "BR",
            Name = "Título de eleitor",
            Validation = Validation.Checksum,
            Shapes = ["999999999999", "9999 9999 9999"],
            Check = IsVoterId,
            Context = ["título de eleitor", "titulo de eleitor", "título eleitoral", "eleitor"],
            NeedsContext = true,
        },
        new()
        {
            Type = "BR_CNS",
            Country = "BR",
            Name = "Cartão Nacional de Saúde",
            Validation = Validation.Checksum,
            Shapes = ["999999999999999", "999 9999 9999 9999"],
            Check = IsCns,
            Context = ["cns", "cartão nacional de saúde", "cartão sus", "sus"],
            NeedsContext = true,
        },
        new()
        {
            Type = "BR_RG",
            Country = "BR",
            Name = "Registro Geral",
            Shapes = ["99.999.999-X", "9.999.999-X", "99.999.999", "99999999X"],
            Context = ["rg", "registro geral", "identidade"],
            NeedsContext = true,
        },
    ];

    // The remainder of eleven, of which 0 and 1 give 0: so a digit whose change turns one into the other goes unseen.
    private static bool Mod11(ReadOnlySpan<char> s, int check, ReadOnlySpan<byte> weights)
    {
        var rest = 0;
        for (var i = 0; i < weights.Length; i++)
            rest += weights[i] * (s[i] - '0');
        rest %= 11;
        return Digit(s, check) == (rest < 2 ? 0 : 11 - rest);
    }

    private static bool IsCpf(ReadOnlySpan<char> s) =>
        IsNumber(s, 11) && Mod11(s, 9, [10, 9, 8, 7, 6, 5, 4, 3, 2]) && Mod11(s, 10, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);

    // Since 2026 the first twelve may be letters, which count by their place in ASCII after the digit 0 (Nota Técnica 49/2024).
    private static bool IsCnpj(ReadOnlySpan<char> s) =>
        s.Length == 14 && AreDigits(s[12..]) && s.ContainsAnyExcept(s[0]) && s[..12].IndexOfAnyInRange('0', '9') >= 0
        && Mod11(s, 12, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) && Mod11(s, 13, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]);

    private static bool IsCnh(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 11))
            return false;
        var first = Sum(s, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11;
        var second = Sum(s, [1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11;
        if (first == 10)
            (first, second) = (0, second >= 2 ? second - 2 : second + 9);
        return Digit(s, 9) == first && Digit(s, 10) == (second == 10 ? 0 : second);
    }

    private static bool IsVoterId(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 12) || Number(s[8..10]) is < 1 or > 28)
            return false;
        var isOfSaoPauloOrMinas = Number(s[8..10]) <= 2;
        return Digit(s, 10) == VoterDigit(Sum(s, [2, 3, 4, 5, 6, 7, 8, 9]) % 11, isOfSaoPauloOrMinas)
            && Digit(s, 11) == VoterDigit(Sum(s[8..], [7, 8, 9]) % 11, isOfSaoPauloOrMinas);
    }

    private static int VoterDigit(int rest, bool isOfSaoPauloOrMinas) =>
        rest == 10 ? 0 : rest == 0 && isOfSaoPauloOrMinas ? 1 : rest;

    // Definitive numbers begin with 1 or 2, provisional ones with 7, 8 or 9; both are multiples of 11 under these weights.
    private static bool IsCns(ReadOnlySpan<char> s) =>
        IsNumber(s, 15) && s[0] is '1' or '2' or '7' or '8' or '9'
        && Sum(s, [15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0;
}
