namespace Mm.Data.Select;

/// <summary>A sample that Select keeps.</summary>
/// <param name="Id">The sample.</param>
/// <param name="Split"><c>train</c> or <c>eval</c>.</param>
/// <param name="Difficulty">0 to 1; null where none is asked for or the sample lacks the feature.</param>
public readonly record struct KeptSample(string Id, string Split, double? Difficulty);
