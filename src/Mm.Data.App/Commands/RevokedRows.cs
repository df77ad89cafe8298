using Mm.Data.Pipeline;
using Mm.Data.Reader;

namespace Mm.Data.App.Commands;

/// <summary>The lists of revoked rows, with the errors of the command line.</summary>
internal static class RevokedRows
{
    /// <exception cref="ConfigurationException">A list is missing or damaged.</exception>
    public static async Task<Revocations> ReadAsync(string release, IEnumerable<string> lists, CancellationToken cancel)
    {
        try
        {
            return await Revocations.ReadAsync(release, lists, cancel);
        }
        catch (ReaderException e)
        {
            throw new ConfigurationException(e.Message);
        }
    }
}
