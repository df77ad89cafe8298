namespace Mm.Data.Pipeline.Ports;

/// <summary>
/// A file that is read here and there, wherever it lies: a path of this machine is one.
/// </summary>
/// <param name="Path">Its path, for messages; of one in a release, the path in it.</param>
/// <param name="Open">Opens it for whoever asks, who disposes the stream. It can be sought.</param>
public sealed record ReadableFile(string Path, Func<Stream> Open)
{
    public static implicit operator ReadableFile(string path) => FromString(path);

    public static ReadableFile FromString(string path) =>
        new(path, () => new HeldFile(path));
}
