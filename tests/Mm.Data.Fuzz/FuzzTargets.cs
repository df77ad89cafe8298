using Mm.Data.Audit;
using Mm.Data.Audit.Log;
using Mm.Data.Decode.Protocol;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Source;
using Mm.Data.Source.Fetch;
using Mm.Data.Storage;
using Mm.Data.Write;

namespace Mm.Data.Fuzz;

/// <summary>Every parser of the service itself. Media are opened by the decoder child alone, and archives other than tar by nobody.</summary>
public static class FuzzTargets
{
    private static readonly StageCatalog Stages = new(typeof(Sample).Assembly);
    private static readonly int[] Ports = [80, 443];

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("pipeline", PipelineAsync, IsUsers, FuzzSeeds.Pipelines),
        new("captions-csv", bytes => ListAsync(bytes, file => new CsvList(file, "path", "caption")), IsUsers, FuzzSeeds.Csv),
        new("captions-jsonl", bytes => ListAsync(bytes, file => new JsonLinesList(file, "path", "caption")), IsUsers, FuzzSeeds.JsonLines),
        new("captions-parquet", bytes => ListAsync(bytes, file => new ParquetList(file, "path", "caption")), IsUsers, FuzzSeeds.Parquet),
        new("tar", TarAsync, IsUsers, FuzzSeeds.Tars),
        new("checkpoint", Plain(bytes => Checkpoint.Parse(bytes).CheckedWith([FuzzSeeds.Key.Public])), e => e is FormatException, FuzzSeeds.Checkpoints),
        new("history", Plain(bytes => LogHistory.Parse(bytes)), e => e is FormatException, FuzzSeeds.Histories),
        new("public-key", Plain(bytes => PublicKey.Parse(Text(bytes))), e => e is FormatException, FuzzSeeds.PublicKeys),
        new("manifest", Plain(Manifest), e => e is FormatException, FuzzSeeds.Manifests),
        new("part", bytes => RowsAsync(bytes, PartAsync), IsUsers, [FuzzRows.Part()]),
        new("features", bytes => RowsAsync(bytes, path => FeatureFile.ReadAsync(path, CancellationToken.None)), IsUsers, [FuzzRows.Features()]),
        new("audit-leaf", Plain(bytes => AuditFile.TryParse(bytes)), _ => false, FuzzSeeds.Leaves),
        new("reply", Plain(Reply), e => e is ProtocolException, FuzzSeeds.Replies),
        new("frame", Plain(Frames), e => e is ProtocolException, FuzzSeeds.Frames),
        new("url", Plain(Url), _ => false, FuzzSeeds.Urls),
    ];

    /// <summary>What a user is told of an input that is his.</summary>
    private static bool IsUsers(Exception e) => e is ConfigurationException or EnvironmentException;

    private static Func<byte[], ValueTask> Plain(Action<byte[]> parse) => bytes =>
    {
        parse(bytes);
        return ValueTask.CompletedTask;
    };

    private static string Text(byte[] bytes) => System.Text.Encoding.UTF8.GetString(bytes);

    private static async ValueTask PipelineAsync(byte[] bytes)
    {
        using var file = await FuzzFile.OfAsync(bytes);
        PipelineFile.Load(file.Path, Stages, []);
    }

    private static async ValueTask ListAsync(byte[] bytes, Func<InputFile, IListReader> open)
    {
        using var file = await FuzzFile.OfAsync(bytes);
        await foreach (var row in open(InputFile.At(LocalFiles.Instance, file.Path)).ReadAsync(CancellationToken.None))
            await row.Caption.ReadAsync(CancellationToken.None);
    }

    private static async ValueTask RowsAsync(byte[] bytes, Func<string, Task> read)
    {
        using var file = await FuzzFile.OfAsync(bytes);
        await read(file.Path);
    }

    private static async Task PartAsync(string path)
    {
        await using var file = new DigestedFile(path);
        await foreach (var read in SampleFile.ReadDamagedAsync(file, path, CancellationToken.None))
        {
            using var group = read;
            foreach (var row in group.Rows ?? [])
                RowDigest.Of(row);
        }
    }

    private static async ValueTask TarAsync(byte[] bytes)
    {
        using var file = await FuzzFile.OfAsync(bytes);
        var walk = new TarWalk(InputFile.At(LocalFiles.Instance, file.Path), "caption", new SourceCensus(), membersMax: 1000);
        foreach (var entry in await walk.RunAsync(CancellationToken.None))
        {
            await entry.Place.ReadAsync(CancellationToken.None);
            await using var stream = await entry.OpenAssetAsync(CancellationToken.None);
            await stream.CopyToAsync(Stream.Null);
        }
    }

    private static void Manifest(byte[] bytes)
    {
        var manifest = ReleaseManifest.Parse(bytes);
        manifest.ToBytes();
        DatasetCard.Write(manifest);
        Croissant.Write(manifest);
    }

    private static void Reply(byte[] bytes)
    {
        var reply = ReplyCodec.Read(bytes);
        ReplyCheck.Probe(reply, default);
        ReplyCheck.Render(reply, default);
        ReplyCheck.Document(new DocumentOptions(), reply, new byte[64]);
        ClipCheck.Of(new ClipOptions(), reply, new byte[64]);
        ReplyCheck.Document(new DocumentOptions(), reply, "words and a picture"u8.ToArray());
    }

    private static void Frames(byte[] bytes)
    {
        var reader = new FrameReader(new MemoryStream(bytes));
        while (reader.ReadStart(1 << 20) is { } start)
            reader.ReadExactly(new byte[start.PayloadBytes]);
    }

    private static void Url(byte[] bytes)
    {
        var text = Text(bytes);
        if (UrlRules.Parse(text, Ports) is { } url)
            UrlRules.Follow(url, Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var to) ? to : null, Ports);
        UrlRules.Follow(new Uri("http://example.org/a/b"), Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var next) ? next : null, Ports);
    }
}
