namespace Mm.Data.Measure.Text.Evaluation;

/// <summary>A text with the personal data that people (or the program that made it) marked in it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Spans">Places in UTF-16 units; <paramref name="Spans"/> types are those of <see cref="LabelNames"/>.</param>
public sealed record LabelledText(string Text, IReadOnlyList<LabelledSpan> Spans);

/// <summary>From <paramref name="Start"/> up to <paramref name="End"/> (exclusive) in UTF-16 units.</summary>
public readonly record struct LabelledSpan(int Start, int End, string Type);
