using System.Security.Cryptography;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Tests.Kit;
using Mm.Data.Write;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>A user's own CLIP-shaped model: a card beside its files, its name in the recipe, and nothing else.</summary>
public sealed class OwnModelTests : IDisposable
{
    private static readonly string[] _names = ["group-2", "group-6", "astronaut", "woman-blond"];
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_card_alone_brings_a_model_in_and_it_tells_right_captions_from_wrong_ones()
    {
        Assert.SkipUnless(Directory.Exists(Checkout.Teacher), "../shared/models/teacher is not here");
        var pairs = (await ExpectedSample.ListAsync()).Where(e => e.Pair is not null && _names.Contains(e.Pair)).ToArray();
        Assert.Equal(2 * _names.Length, pairs.Length);
        await SubsetRun.CopyAsync(_folder["input"], [.. pairs.Select(e => e.Path)]);
        Directory.CreateDirectory(_folder["models/teacher"]);
        await File.WriteAllTextAsync(_folder["models/teacher/model.yaml"], Card(), Cancel);

        await SubsetRun.DoneAsync(_folder["state"], SubsetRun.Command(
            _folder["input"], _folder["release"], "--set", "measure.alignment.model=teacher", "--config", $"Models:Folders:2={_folder["models"]}"));

        var release = await ReleaseReader.OpenAsync(_folder["release"], Cancel);
        Assert.Contains(release.Manifest.Models, model => model.Name == "teacher");
        Assert.DoesNotContain(release.Manifest.Models, model => model.Name == "mini");
        var scores = await release.FeaturesAsync(Cancel).SelectMany(table => table.Rows)
            .ToDictionaryAsync(row => row.AssetSha256, row => row.Features.Number("alignment.cosine"), cancellationToken: Cancel);
        Assert.All(pairs.GroupBy(e => e.Pair), pair =>
            Assert.True(scores[pair.Single(e => e.Side == "wrong").Sha256!] < scores[pair.Single(e => e.Side == "right").Sha256!], pair.Key));
    }

    public void Dispose() => _folder.Dispose();

    private static string Card() => $$"""
        name: teacher
        task: dual-encoder
        description: A model of the user's.
        licence: { name: unknown, terms: development only, commercial: false }
        origin: { kind: user }
        files:
        {{FileLine("vision", "vision_model.onnx")}}
        {{FileLine("text", "text_model.onnx")}}
        {{FileLine("bpe", "bpe_simple_vocab_16e6.txt.gz")}}
        image: { size: 224, resize: squash, filter: bicubic, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5], input: pixel_values, output: image_embeds }
        text: { tokenizer: clip-bpe, context: 77, pad-id: 0, input: input_ids, output: text_embeds }
        scoring: { kind: softmax, logit-scale: 16.663675 }
        thresholds: { match: 0.20 }
        """;

    private static string FileLine(string role, string file)
    {
        var path = Path.Combine(Checkout.Teacher, file);
        return $"  - {{ role: {role}, path: {path}, sha256: {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))} }}";
    }
}
