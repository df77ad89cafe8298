using System.Runtime.CompilerServices;

namespace Mm.Data.Models.Names;

/// <summary>
/// Chooses the stretches of tokens that the model is asked about; what lies outside them is no name. Training sees all tokens, for there
/// is something to learn from what needs no asking. A stretch is opened by whatever is not plain lower case, and by words that in lower
/// case are known as names, or unknown where nobody writes capitals. It reaches a little further to both sides, for what stands inside and
/// around names.
/// </summary>
internal static class NameGate
{
    private const int Before = 1;
    private const int After = 2;

    /// <summary>Capitals within so many tokens to either side tell that the text has them.</summary>
    private const int CaseWindow = 8;

    private static readonly uint I = NameTokenizer.HashOf("i");

    /// <summary>Sets <see cref="NameToken.Case"/> of every token.</summary>
    public static void MarkCase(Span<NameToken> tokens)
    {
        int capital = -CaseWindow - 1, lower = -CaseWindow - 1;
        for (var i = 0; i < tokens.Length; i++)
        {
            ref var token = ref tokens[i];
            var own = CaseOf(token.Shape);
            if (own == TokenCase.Capital)
                capital = i;
            else if (own == TokenCase.Lower)
                lower = i;
            if (own == TokenCase.Lower && i - capital > CaseWindow)
                own = TokenCase.Plain;
            else if (own == TokenCase.Upper && i - capital > CaseWindow && i - lower > CaseWindow)
                own = TokenCase.Loud;
            token.Case = own;
        }

        capital = lower = tokens.Length + CaseWindow;
        for (var i = tokens.Length - 1; i >= 0; i--)
        {
            ref var token = ref tokens[i];
            if (token.Case == TokenCase.Capital)
                capital = i;
            else if (token.Case is TokenCase.Lower or TokenCase.Plain)
                lower = i;
            if (token.Case == TokenCase.Plain && capital - i <= CaseWindow)
                token.Case = TokenCase.Lower;
            else if (token.Case == TokenCase.Loud && (capital - i <= CaseWindow || lower - i <= CaseWindow))
                token.Case = TokenCase.Upper;
        }
    }

    /// <summary>
    /// The next stretch at or after <paramref name="from"/>, at most <see cref="NameFeatures.SegmentMax"/> long; false: there is none.
    /// </summary>
    public static bool Next(ReadOnlySpan<NameToken> tokens, int from, NameLexicon lexicon, out int start, out int end)
    {
        start = from;
        while (start < tokens.Length && !Opens(tokens[start], lexicon))
            start++;
        end = Math.Min(tokens.Length, start + 1 + After);
        var sure = start;
        start = Math.Max(from, start - Before);
        if (sure == tokens.Length)
            return false;
        // No further than the stretch may be long: the rest is looked at when its turn comes, or the work would grow with the square.
        var limit = Math.Min(tokens.Length, start + NameFeatures.SegmentMax);
        for (var i = sure + 1; i < limit && i <= end; i++)
        {
            if (Opens(tokens[i], lexicon))
                end = Math.Min(tokens.Length, i + 1 + After);
        }

        end = Math.Min(end, Cut(tokens, start));
        return true;
    }

    /// <summary>Where a stretch that is too long ends: after a sentence or a block where there is one, so that no name is cut.</summary>
    public static int Cut(ReadOnlySpan<NameToken> tokens, int start)
    {
        if (tokens.Length - start <= NameFeatures.SegmentMax)
            return tokens.Length;
        for (var end = start + NameFeatures.SegmentMax; end > start + (NameFeatures.SegmentMax / 2); end--)
        {
            if (tokens[end - 1].Shape is TokenShape.Stop or TokenShape.BlankLine)
                return end;
        }

        return start + NameFeatures.SegmentMax;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Opens(in NameToken token, NameLexicon lexicon) => token.Case switch
    {
        TokenCase.Sign or TokenCase.Line or TokenCase.Edge => false,
        TokenCase.Lower => (lexicon[token.Hash] & ~WordKinds.Common) is > 0 and < WordKinds.Quiet,
        TokenCase.Plain => token.Length > 1 && (lexicon[token.Hash] & WordKinds.Quiet) == 0,
        TokenCase.Initial => token.Hash != I,
        _ => true,
    };

    private static TokenCase CaseOf(TokenShape shape) => shape switch
    {
        TokenShape.Edge => TokenCase.Edge,
        TokenShape.Lower => TokenCase.Lower,
        TokenShape.Capital or TokenShape.Mixed => TokenCase.Capital,
        TokenShape.Upper => TokenCase.Upper,
        TokenShape.Initial => TokenCase.Initial,
        TokenShape.Uncased => TokenCase.Uncased,
        >= TokenShape.Digits1 and <= TokenShape.LettersDigits => TokenCase.Digits,
        TokenShape.NewLine or TokenShape.BlankLine => TokenCase.Line,
        _ => TokenCase.Sign,
    };
}
