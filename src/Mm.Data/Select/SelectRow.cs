using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Select;

/// <summary>What every decision reads of a sample. <paramref name="Hash"/> counts where <paramref name="HasHash"/> says so: sound has
/// none, and that of a picture that shows too little tells nothing.</summary>
internal readonly record struct SelectRow(string Id, string AssetSha256, Modality? Modality, ulong Hash, bool HasHash)
{
    /// <summary>The document or film that it is of; null where it is of none.</summary>
    public string? Document { get; init; }
}
