using System.Formats.Tar;
using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Source;
using Mm.Data.Storage;
using Mm.Data.Tests.Kit;

namespace Mm.Data.Tests.Source;

/// <summary>
/// A temporary input, written file by file and gone at the end of the test. With a blob service it is read from a container of its own,
/// into which it is put when it is opened.
/// </summary>
public sealed class InputFolder(AzuriteServer? service = null) : IDisposable
{
    private const string Prefix = "photos/in";

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

    public async Task<ISource> OpenAsync(string path = "", SourceOptions? options = null)
    {
        var (files, place) = (Stores.Local.FilesOf(""), At(path));
        if (service is not null)
        {
            var container = await service.NewContainerAsync();
            await AzuriteServer.UploadAsync(container, Root, Prefix);
            place = $"az://{container.Name}/{Prefix}/{path}".TrimEnd('/');
            files = new Stores(await service.OptionsAsync(), "").FilesOf(place);
        }

        return await SourceOpener.OpenAsync(files, place, options ?? new SourceOptions(), CancellationToken.None);
    }

    public async Task<RunPlan> PlanAsync(string path = "", SourceOptions? options = null, int shard = 256) =>
        await Planner.PlanAsync(await OpenAsync(path, options), new ShardOptions { Samples = shard }, CancellationToken.None);

    /// <summary>Lines <c>key|asset|caption</c> in the order of the listing.</summary>
    public async Task<(List<string> Lines, SourceCensus Census)> ListAsync(string path = "", SourceOptions? options = null)
    {
        var (lines, census) = (new List<string>(), new SourceCensus());
        await foreach (var entry in (await OpenAsync(path, options)).ListAsync(census, CancellationToken.None))
        {
            var asset = new byte[entry.AssetBytes];
            await entry.ReadAssetAsync(asset, CancellationToken.None);
            lines.Add($"{entry.Key}|{Encoding.UTF8.GetString(asset)}|{await entry.ReadCaptionAsync(CancellationToken.None)}");
        }

        return (lines, census);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
