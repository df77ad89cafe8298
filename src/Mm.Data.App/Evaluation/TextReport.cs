namespace Mm.Data.App.Evaluation;

/// <summary>One planted string and what became of it.</summary>
/// <param name="File">Its page.</param>
/// <param name="Type">Such as EMAIL.</param>
/// <param name="XHeight">Height of its small letters in pixels.</param>
/// <param name="Pixels">Area of its box.</param>
/// <param name="Covered">Share of the box that was filled.</param>
/// <param name="WasReadable">The reader finds it on the page as it was.</param>
/// <param name="IsReadable">The reader finds it on what was rendered.</param>
/// <param name="IsHalfReadable">The reader finds at least half of it, and six characters, in one piece.</param>
internal sealed record PlantedResult(
    string File, string Type, double XHeight, double Pixels, double Covered, bool WasReadable, bool IsReadable, bool IsHalfReadable);

/// <summary>Planted strings of one group together.</summary>
internal sealed record PlantedGroup(
    string Group, int Strings, double PixelsCovered, double StringsCovered, int WereReadable, int AreReadable, int HalfReadable)
{
    /// <summary>From this share of its box on, a string counts as covered.</summary>
    private const double CoveredShare = 0.95;

    public static PlantedGroup Of(string group, IReadOnlyCollection<PlantedResult> results) => new(
        group,
        results.Count,
        results.Sum(r => r.Covered * r.Pixels) / Math.Max(results.Sum(r => r.Pixels), 1),
        results.Count(r => r.Covered >= CoveredShare) / (double)Math.Max(results.Count, 1),
        results.Count(r => r.WasReadable),
        results.Count(r => r.IsReadable),
        results.Count(r => r.IsHalfReadable));
}

/// <summary>What <c>mmdata text eval</c> found.</summary>
internal sealed record TextReport
{
    public required int Pictures { get; init; }

    /// <summary>Kept pictures; the others ship nothing.</summary>
    public required int Rendered { get; init; }

    /// <summary>Why pictures were not rendered, with how many.</summary>
    public required IReadOnlyDictionary<string, int> Refused { get; init; }

    /// <summary>Pictures in which anything was filled.</summary>
    public required int PicturesFilled { get; init; }

    /// <summary>Share of all pixels of text that is not personal that were filled too; null where no lines are labelled.</summary>
    public double? OtherTextFilled { get; init; }

    public required int Words { get; init; }

    /// <summary>Of the labelled words, those that the reader sees on the pages as they were.</summary>
    public required int WordsRead { get; init; }

    /// <summary>Letters and digits of the labelled lines.</summary>
    public required int Characters { get; init; }

    /// <summary>Edits that make the likest line read into the labelled one, over all lines.</summary>
    public required int CharactersWrong { get; init; }

    /// <summary>CPU of this process a picture for finding, reading and analysing; decoding is not in it.</summary>
    public required double MeasureCpuMs { get; init; }

    public required IReadOnlyList<PlantedGroup> Groups { get; init; }

    /// <summary>Planted strings that can still be read, or of which less than 95 % is covered. Places, not words.</summary>
    public required IReadOnlyList<PlantedResult> Missed { get; init; }
}
