namespace Mm.Data.Web.Read;

/// <summary>The rows that must not be used any more, although the releases still hold them.</summary>
public interface IRevokedRows
{
    /// <summary>Whether a row is revoked, or the list cannot be read: it is not shown then.</summary>
    /// <param name="release">Folder of its release.</param>
    /// <param name="id">Its sample.</param>
    /// <param name="cancel">Ends the asking.</param>
    Task<bool> HasAsync(string release, string id, CancellationToken cancel);
}
