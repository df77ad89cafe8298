using System.Formats.Tar;
using System.Text;
using Mm.Data.Audit;
using Mm.Data.Audit.Log;
using Mm.Data.Decode.Protocol;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Write;
using Parquet;
using Parquet.Schema;

namespace Mm.Data.Fuzz;

/// <summary>Well-formed inputs of every target, the same at every call.</summary>
internal static class FuzzSeeds
{
    private static readonly string Sha = new('a', 64);

    /// <summary>Known to everybody.</summary>
    public static PrivateKey Key { get; } =
        PrivateKey.Parse("PRIVATE+KEY+test.example/releases+b75e542f+AdZAPNmzmwsZ9A4H+f3bLLDLA5QZgjAPupQHoKLgz0Oy");

    public static byte[][] Pipelines { get; } = Texts(
        """
        name: fuzz
        version: 1
        source: { name: samples, licence: mixed }
        measure:
          - stage: media
          - &a { stage: alignment, with: { model: mini, negatives: 3 } }
        select:
          rules:
            - { feature: alignment.cosine, min: 0.2, max: 1e0, reason: low, on: [image, video] }
          split: { eval: 0.3, seed: "x" }
        render:
          fill: []
          sideMax: 512
        """,
        "name: folded\ndescription: >-\n  folded\n  text\nversion: 1\nmeasure:\n- stage: 'media'\n",
        "{\"name\": \"json\", \"version\": 1, \"measure\": [{\"stage\": \"hashes\"}]}");

    public static byte[][] Csv { get; } = Texts(
        "path,caption\na.jpg,One\n\"b.jpg\",\"Two, \"\"quoted\"\"\nand broken\"\nc.jpg,\n",
        "caption,path\r\nOne,a.jpg\r\n", "\uFEFFpath,caption,\"more\"\na.jpg,Ünïcode,\n");

    public static byte[][] JsonLines { get; } = Texts(
        "{\"path\":\"a.jpg\",\"caption\":\"One\"}\n{\"path\":\"b.wav\",\"caption\":\"Two\",\"words\":[{\"text\":\"a\",\"from\":0.1,\"to\":0.5}]}\n",
        "{\"caption\":\"\\ud83d\\ude00\",\"path\":\"c.jpg\",\"x\":[1,{\"y\":null}]}\n\n");

    public static byte[][] Parquet { get; } = [Table()];

    public static byte[][] Tars { get; } = [Tar(TarEntryFormat.Ustar), Tar(TarEntryFormat.Pax), Tar(TarEntryFormat.Gnu)];

    public static byte[][] Checkpoints { get; } = [Checkpoint.Sign("example.org/log", 1234, new byte[32], Key).Bytes];

    public static byte[][] Histories { get; } = [new LogHistory([new HistoryEntry(3, Sha, [Sha, Sha]), new HistoryEntry(9, Sha, [])]).ToBytes()];

    public static byte[][] PublicKeys { get; } = Texts(Key.Public.ToString());

    public static byte[][] Manifests { get; } = [Manifest().ToBytes()];

    public static byte[][] Leaves { get; } =
    [
        AuditFile.Line(new AuditEvent
        {
            Phase = Phase.Render,
            SampleId = Sha[..32],
            Verdict = new Verdict(Outcome.Kept, "render", "rendered"),
            Facts = new Dictionary<string, double> { ["a.b"] = 0.125, ["z"] = -1e-9 },
            Codes = new Dictionary<string, string> { ["split"] = "train" },
            Digests = new Dictionary<string, string> { ["output"] = Sha, ["row"] = Sha, ["source"] = Sha },
            Redactions = [new Redaction("face", "pixels", [0, 0.1, 0.5, 1])],
        }),
    ];

    public static byte[][] Replies { get; } =
    [
        ReplyCodec.Write(new Reply { Reason = "decode.corrupt" }),
        ReplyCodec.Write(new Reply { Views = [new ViewEntry(0, 0.5f, 224, 224), new ViewEntry(1, 1, 3, 4)], AudioSamples = 16000, DecodeScale = 0.5 }),
        ReplyCodec.Write(new Reply { Render = new RenderEntry(Modality.Image, "jpg", 640, 480, 0) }),
        ReplyCodec.Write(new Reply { Clips = [new ClipEntry(0, 2.5, 20), new ClipEntry(2.5, 4, 44)] }),
        ReplyCodec.Write(new Reply { Parts = [new PartEntry(DocumentPartKind.Paragraph, 0, 9), new PartEntry(DocumentPartKind.Picture, 1, 10)] }),
    ];

    public static byte[][] Frames { get; } = [.. Replies.Select(Frame)];

    public static byte[][] Urls { get; } = Texts(
        "https://example.org/a/b.jpg?x=1#y", "http://[::1]:80/", "HTTP://EXAMPLE.org:443/%41%zz", "https://xn--bcher-kva.example/ü",
        "//other/x", "../up");

    private static byte[][] Texts(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    private static byte[] Frame(byte[] header)
    {
        using var memory = new MemoryStream();
        Decode.Protocol.Frame.Write(memory, header, [new byte[] { 1, 2, 3 }]);
        return memory.ToArray();
    }

    private static byte[] Tar(TarEntryFormat format)
    {
        using var memory = new MemoryStream();
        using (var tar = new TarWriter(memory, format, leaveOpen: true))
        {
            foreach (var (name, text) in new[] { ("a.jpg", "picture"), ("a.txt", "caption"), ("a.json", "{\"caption\":\"x\"}"), ("d/b.png", "more") })
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name + new string('n', 120) + ".jpg"),
                    _ => new GnuTarEntry(TarEntryType.RegularFile, name + new string('n', 120) + ".txt"),
                };
                entry.ModificationTime = DateTimeOffset.UnixEpoch;
                entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text));
                tar.WriteEntry(entry);
            }
        }

        return memory.ToArray();
    }

    private static byte[] Table()
    {
        using var memory = new MemoryStream();
        WriteTableAsync(memory).GetAwaiter().GetResult();
        return memory.ToArray();
    }

    private static async Task WriteTableAsync(Stream stream)
    {
        var (path, caption) = (new DataField<string>("path"), new DataField<string>("caption"));
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(path, caption), stream);
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(path, ["a.jpg", "b.jpg"]);
        await group.WriteAsync(caption, ["One", null]);
    }

    private static ReleaseManifest Manifest()
    {
        var counts = new PhaseCounts
        {
            Entered = 2,
            Kept = 1,
            Dropped = 1,
            Quarantined = 0,
            Failed = 0,
            Reasons = new Dictionary<string, IReadOnlyDictionary<string, long>>
            {
                ["dropped"] = new Dictionary<string, long> { ["alignment.low"] = 1 },
            },
        };
        return new ReleaseManifest
        {
            Format = ReleaseManifest.CurrentFormat,
            ToolVersion = "0.1.0",
            Pipeline = new PipelineUse("fuzz", Sha, "Made by code.", "samples", "CC0-1.0"),
            InputDigest = Sha,
            RunKey = Sha,
            Shards = [new ShardFile("train/part-00000.parquet", 100, Sha, "train", 1)],
            Features = [new RowsFile("features/part-00000.parquet", 100, Sha, 2)],
            Audit = [new EventsFile("audit/select.jsonl", 100, Sha, 5)],
            Documents = [new ReleaseFile("README.md", 10, Sha)],
            Models = [new ModelUse("mini", Sha, "MIT")],
            Schema = [new ColumnType("id", "string")],
            Counts = new ReleaseCounts { Measure = counts, Select = counts, Render = counts },
            Census = new Dictionary<string, long> { ["link"] = 1 },
            Redactions = new Dictionary<string, long> { ["face"] = 3 },
            Obfuscations = new Dictionary<string, long>(),
            Ledger = new LedgerPlace("example.org", Key.Public.Hint, 0, 6, Sha, 5),
            Gates = [new Gate("kept", 1, 1)],
        };
    }
}
