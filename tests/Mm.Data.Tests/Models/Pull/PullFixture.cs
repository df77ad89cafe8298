using System.Security.Cryptography;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Pull;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Pull;

/// <summary>A model of two files on a server of this machine, and a folder to pull it into.</summary>
internal sealed class PullFixture : IAsyncLifetime
{
    public const int Size = 300_000;
    public const string Where = "/org/model/abc/onnx/vision.onnx";

    public TemporaryFolder Out { get; } = new();

    public byte[] Weights { get; } = [.. Enumerable.Range(0, Size).Select(i => (byte)((i * 31) + (i >> 8)))];

    public FileServer Server { get; private set; } = null!;

    public string Pulled => Path.Combine(Out.Path, "m", "vision.onnx");

    public string Part => Path.Combine(Out.Path, ".pull", "m", "vision.onnx.part");

    public async ValueTask InitializeAsync()
    {
        Server = await FileServer.StartAsync();
        Server.Files[Where] = Weights;
        Server.Files["/org/model/abc/vocab.json"] = "{}"u8.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Out.Dispose();
    }

    public async Task<PulledModel> RunAsync(CatalogueModel? model = null, int attempts = 3, IProgress<PullProgress>? progress = null)
    {
        var settings = new PullSettings { Base = Server.Address, Attempts = attempts, ProgressBytes = 40_000, Pause = TimeSpan.Zero };
        using var puller = new ModelPuller(settings, TimeProvider.System);
        return await puller.PullAsync(model ?? Model(Weights), Out.Path, progress, TestContext.Current.CancellationToken);
    }

    public static CatalogueModel Model(byte[] weights) => new()
    {
        Name = "m",
        Description = "A \"test\".",
        Precision = ModelPrecision.Int8,
        Licence = new ModelLicence("MIT", "none", true),
        From = "org/model/abc/",
        Source = "this test",
        Files =
        [
            new CatalogueFile("vision", "vision.onnx", "onnx/vision.onnx", weights.Length, Digest(weights)),
            new CatalogueFile("vocab", "vocab.json", "vocab.json", 2, Digest("{}"u8.ToArray())),
        ],
        Settings = """
            image: { size: 2, resize: squash, mean: [0, 0, 0], std: [1, 1, 1], input: pixel_values, output: image_embeds }
            text: { tokenizer: clip-bpe, context: 6, input: input_ids, output: text_embeds }
            scoring: { kind: softmax, logit-scale: 16.0 }
            thresholds: { match: 0.20 }
            """,
    };

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
