namespace Mm.Data.App.Bench;

/// <summary>A temporary folder for what a benchmark makes; gone with it.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mmdata-bench-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
