using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source;

/// <summary>
/// A list or an archive that the user named: its errors name it too, by <paramref name="Label"/> (relative to the input).
/// </summary>
internal sealed record InputFile(IFiles Files, string Folder, string Name, string Label)
{
    /// <summary>The file at a full path or address.</summary>
    public static InputFile At(IFiles files, string place)
    {
        var slash = place.LastIndexOf('/');
        var name = place[(slash + 1)..];
        return new InputFile(files, slash > 0 ? place[..slash] : "/", name, name);
    }

    /// <summary>The file as it is now: everything read through this is of that version.</summary>
    /// <exception cref="EnvironmentException">It is not there, or cannot be read.</exception>
    public async Task<ByteRange> FindAsync(CancellationToken cancel) => await Checked(async () =>
        await Files.FindAsync($"{Folder.TrimEnd('/')}/{Name}", cancel) is { Kind: FileEntryKind.File } file
            ? ByteRange.Whole(Files, Folder, file)
            : throw new FileNotFoundException());

    public Task<Stream> OpenAsync(ByteRange whole, CancellationToken cancel) =>
        Checked(async () => await whole.OpenAsync(cancel));

    /// <summary>For reading here and there.</summary>
    public Task<Stream> OpenSeekableAsync(ByteRange whole, CancellationToken cancel) =>
        Checked(async () => await whole.OpenFileAsync(cancel));

    private async Task<T> Checked<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException
            or EnvironmentException { Fault: not EnvironmentFault.ServiceAway })
        {
            throw new EnvironmentException($"Cannot read {Label} ({e.GetType().Name}). Check that it is there and that you may read it.");
        }
    }
}
