using System.Formats.Tar;
using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Source;

namespace Mm.Data.Tests.Source;

/// <summary>A temporary input, written file by file and gone at the end of the test.</summary>
internal sealed class InputFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("mm-data-source-").FullName;

    public string At(string path) => Path.Combine(Root, path);

    public InputFolder File(string path, string content) => File(path, Encoding.UTF8.GetBytes(content));

    public InputFolder File(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        System.IO.File.WriteAllBytes(At(path), content);
        return this;
    }

    public InputFolder Tar(string path, params (string Name, string Content)[] members) =>
        Tar(path, writer =>
        {
            foreach (var (name, content) in members)
            {
                using var data = new MemoryStream(Encoding.UTF8.GetBytes(content));
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = data });
            }
        });

    public InputFolder Tar(string path, Action<TarWriter> write)
    {
        using var stream = System.IO.File.Create(At(path));
        using var writer = new TarWriter(stream, TarEntryFormat.Pax);
        write(writer);
        return this;
    }

    public ISource Open(string path = "", SourceOptions? options = null) => SourceOpener.Open(At(path), options ?? new SourceOptions());

    public Task<RunPlan> PlanAsync(string path = "", SourceOptions? options = null, int shard = 256) =>
        Planner.PlanAsync(Open(path, options), new ShardOptions { Samples = shard }, CancellationToken.None);

    /// <summary>Lines <c>key|asset|caption</c> in the order of the listing.</summary>
    public async Task<(List<string> Lines, SourceCensus Census)> ListAsync(string path = "", SourceOptions? options = null)
    {
        var (lines, census) = (new List<string>(), new SourceCensus());
        await foreach (var entry in Open(path, options).ListAsync(census, CancellationToken.None))
        {
            var asset = new byte[entry.AssetBytes];
            await entry.ReadAssetAsync(asset, CancellationToken.None);
            lines.Add($"{entry.Key}|{Encoding.UTF8.GetString(asset)}|{await entry.ReadCaptionAsync(CancellationToken.None)}");
        }

        return (lines, census);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
