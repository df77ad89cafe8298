using Mm.Data.Pipeline;

namespace Mm.Data.Source;

/// <summary>Lists and archives that the user named: their errors name them too, by <c>label</c> (relative to the input).</summary>
internal static class InputFiles
{
    public static long Length(string file, string label) => Checked(label, () => new FileInfo(file).Length);

    public static Stream Open(string file, string label, long fileBytes) => Checked(label, () => ByteRange.Whole(file, fileBytes).Open());

    public static FileStream OpenSeekable(string file, string label) => Checked(label, () => File.OpenRead(file));

    private static T Checked<T>(string label, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or EnvironmentException)
        {
            throw new EnvironmentException($"Cannot read {label} ({e.GetType().Name}). Check that it is there and that you may read it.");
        }
    }
}
