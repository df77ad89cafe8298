namespace Mm.Data.Decoder.Documents;

/// <summary>Reads addresses that lead from a page to a file beside it.</summary>
internal static class RelativeAddress
{
    private const int LengthMax = 1024;

    /// <summary>A slash path; null where the address is another's, or of the whole machine.</summary>
    public static string? Of(string address)
    {
        var path = address.AsSpan().Trim();
        var end = path.IndexOfAny('?', '#');
        path = end < 0 ? path : path[..end];
        if (path.Length is 0 or > LengthMax || path[0] is '/' or '\\' || path.Contains(':'))
            return null;
        var file = Uri.UnescapeDataString(path.ToString());
        return file.Any(char.IsControl) || file.Contains(':', StringComparison.Ordinal) || file.Contains('\\', StringComparison.Ordinal)
            ? null
            : file;
    }
}
