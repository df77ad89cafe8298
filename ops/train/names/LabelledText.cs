using Mm.Data.Models.Names;

namespace Mm.Data.NameTraining;

/// <summary>A labelled stretch in UTF-16 units. <paramref name="Type"/> may be one that the tagger does not know.</summary>
internal readonly record struct LabelledSpan(int Start, int End, string Type);

/// <summary>
/// A text with what is known about it. Texts of one <paramref name="Group"/> are never parted between training and test.
/// <paramref name="Unlabelled"/> are types that the set does not label, so that nothing is learned against them.
/// </summary>
internal sealed record LabelledText(string Text, IReadOnlyList<LabelledSpan> Spans, string Group, IReadOnlyList<string> Unlabelled)
{
    /// <summary>For each token the labels it may have, as bits.</summary>
    public uint[] Allowed(ReadOnlySpan<NameToken> tokens)
    {
        var outside = 1u << NameLabel.Outside;
        foreach (var type in Unlabelled)
            outside |= Bits(type);
        var allowed = new uint[tokens.Length];
        Array.Fill(allowed, outside);
        foreach (var span in Spans)
        {
            var type = NameLabel.Names.ToList().IndexOf(span.Type);
            var begun = false;
            for (var i = 0; i < tokens.Length; i++)
            {
                if (tokens[i].Start >= span.End || tokens[i].End <= span.Start)
                    continue;
                allowed[i] = type < 0 ? 1u << NameLabel.Outside : 1u << (begun ? type + NameLabel.Inside : type);
                begun = true;
            }
        }

        return allowed;
    }

    private static uint Bits(string type)
    {
        var index = NameLabel.Names.ToList().IndexOf(type);
        return (1u << index) | (1u << (index + NameLabel.Inside));
    }
}
