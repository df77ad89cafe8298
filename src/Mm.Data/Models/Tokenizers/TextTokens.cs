namespace Mm.Data.Models.Tokenizers;

/// <summary>Ids of one text, padded to the context length; the first <paramref name="Length"/> are real, start and end among
/// them.</summary>
public sealed record TextTokens(int[] Ids, int Length);
