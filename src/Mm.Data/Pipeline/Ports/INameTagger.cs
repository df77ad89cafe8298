namespace Mm.Data.Pipeline.Ports;

/// <summary>
/// Finds names of people, places and organisations, addresses, occupations and dates in text. Used by several threads at once.
/// </summary>
public interface INameTagger
{
    ModelUse Model { get; }

    /// <summary>Every type that spans may have, such as <c>PERSON</c>.</summary>
    IReadOnlyList<string> Types { get; }

    /// <summary>Spans in UTF-16 units, in their order, without overlap. A pure function of the text.</summary>
    IReadOnlyList<Span> Tag(ReadOnlySpan<char> text);
}
