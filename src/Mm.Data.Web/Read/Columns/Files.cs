using Microsoft.Win32.SafeHandles;

namespace Mm.Data.Web.Read.Columns;

/// <summary>Reading at a place until all is there.</summary>
internal static class Files
{
    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    public static void ReadExactly(SafeFileHandle file, Span<byte> into, long at)
    {
        while (into.Length > 0)
        {
            var read = RandomAccess.Read(file, into, at);
            if (read == 0)
                throw new EndOfStreamException("A column of a release's index is shorter than it says.");
            into = into[read..];
            at += read;
        }
    }
}
