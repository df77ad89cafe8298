using System.Globalization;

namespace Mm.Data.Pipeline;

/// <summary>
/// Ids of samples that were taken out of something whole, a document or a film: 24 hex digits of the whole's SHA-256, then the sample's
/// number in it as 8 hex digits, so that ids are in the order of the whole; <c>-2</c>, ... behind them for a copy in the same input.
/// </summary>
internal static class PartId
{
    private const int WholeDigits = 24;
    private const int IdDigits = 32;

    public static string Of(string wholeSha256, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{wholeSha256[..WholeDigits]}{number:x8}");

    /// <summary>What names the whole, and which copy of it.</summary>
    public static string WholeOf(string id) => id[..WholeDigits] + id[IdDigits..];
}
