namespace Mm.Data.Fuzz;

/// <summary>An input as a file, for parsers that read files; deleted with it.</summary>
internal sealed class FuzzFile : IDisposable
{
    private FuzzFile(string path) => Path = path;

    public string Path { get; }

    public static async Task<FuzzFile> OfAsync(byte[] bytes)
    {
        var file = new FuzzFile(System.IO.Path.GetTempFileName());
        await File.WriteAllBytesAsync(file.Path, bytes);
        return file;
    }

    public void Dispose() => File.Delete(Path);
}
