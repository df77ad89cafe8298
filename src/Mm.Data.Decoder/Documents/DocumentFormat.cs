namespace Mm.Data.Decoder.Documents;

/// <summary>What a document is by its first bytes. Asked only where a document is expected, so that no text can pass for media.</summary>
internal enum DocumentFormat : byte
{
    Unknown,
    Pdf,
    Html,
}

/// <summary>Tells documents apart. Looks at no more than <see cref="Sniffer.WindowBytes"/>.</summary>
internal static class DocumentFormats
{
    public static DocumentFormat Sniff(ReadOnlySpan<byte> start)
    {
        start = start[..Math.Min(start.Length, Sniffer.WindowBytes)];
        if (start.StartsWith("%PDF-"u8))
            return DocumentFormat.Pdf;
        var text = Latin(start);
        return text.Contains("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.Contains("<html", StringComparison.OrdinalIgnoreCase)
            ? DocumentFormat.Html
            : DocumentFormat.Unknown;
    }

    // Pages in UTF-16 have a zero beside every Latin letter.
    private static string Latin(ReadOnlySpan<byte> start)
    {
        var letters = new char[start.Length];
        var count = 0;
        foreach (var one in start)
        {
            if (one != 0)
                letters[count++] = (char)one;
        }

        return new string(letters, 0, count);
    }
}
