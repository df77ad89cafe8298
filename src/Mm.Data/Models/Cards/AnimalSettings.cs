namespace Mm.Data.Models.Cards;

/// <summary>
/// How a cascade tells an animal's face from a person's: a network that finds people and animals looks at the whole picture, and a box
/// that lies in an animal, and in no person that is as likely, is none.
/// </summary>
public sealed record AnimalSettings
{
    /// <summary>Longer side, in pixels, of what the network sees.</summary>
    public required int Side { get; init; }

    /// <summary>A box of this score or more is a person's, whatever the network says; where all are, it is not asked.</summary>
    public required double Sure { get; init; }

    /// <summary>Least likelihood of an animal that counts, from 0 to 1.</summary>
    public required double HeatMin { get; init; }

    /// <summary>How many times as likely as a person in the same place the animal has to be.</summary>
    public required double Lead { get; init; }

    /// <summary>Share of the box that has to lie in the thing.</summary>
    public required double CoverMin { get; init; }
}
