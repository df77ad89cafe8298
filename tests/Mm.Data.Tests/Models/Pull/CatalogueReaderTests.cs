using Mm.Data.Models.Cards;
using Mm.Data.Models.Pull;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Pull;

public sealed class CatalogueReaderTests
{
    private const string Good = """
        models:
          - name: m
            precision: fp16
            licence: { name: MIT, commercial: true }
            from: org/model/abc/
            source: its page
            files:
              - { role: vision, path: v.onnx, from: onnx/v.onnx, bytes: 12,
                  sha256: 0000000000000000000000000000000000000000000000000000000000000000 }
            settings: |
              image: { size: 2, resize: squash, mean: [0, 0, 0], std: [1, 1, 1], input: p, output: e }
              text: { tokenizer: sentencepiece, context: 6, input: i, output: t }
              scoring: { kind: sigmoid, logit-scale: 117.3, logit-bias: -12.9 }
              thresholds: { match: 0.11 }
        """;

    [Fact]
    public void The_catalogue_of_the_checkout_is_whole()
    {
        var models = CatalogueReader.ReadAll([Path.Combine(Checkout.Root, "models", "catalogue.yaml")]);

        Assert.Equal(["clip-vit-base-patch32", "siglip-base-patch16-224"], models.Select(model => model.Name));
        Assert.All(models, model => Assert.Equal(["text", "vision"], model.Files.Select(f => f.Role).Order().Intersect(["text", "vision"])));
        Assert.Equal(607_131_209, models[0].Bytes);
        var card = ModelCardReader.Read(PulledCard.Text(models[1]), "card");
        Assert.Equal(ScoringKind.Sigmoid, card.Settings.Scoring!.Kind);
        Assert.Equal((TokenizerKind.SentencePiece, TextCleaning.Siglip, 64, 1),
            (card.Settings.Text!.Tokenizer, card.Settings.Text.Cleaning, card.Settings.Text.Context, card.Settings.Text.PadId));
    }

    [Fact]
    public void An_entry_is_read_with_its_card()
    {
        var model = Assert.Single(CatalogueReader.Read(Good, "c.yaml"));

        Assert.Equal(new CatalogueFile("vision", "v.onnx", "onnx/v.onnx", 12, new string('0', 64)), Assert.Single(model.Files));
        Assert.Equal(ModelPrecision.Fp16, ModelCardReader.Read(PulledCard.Text(model), "card").Precision);
    }

    [Theory]
    [InlineData("bytes: 12", "bytes: 1.5", "a whole number is wanted")]
    [InlineData("bytes: 12", "bytes: 0", "is not a number from 1")]
    [InlineData("path: v.onnx", "path: ../v.onnx", "is not a relative path")]
    [InlineData("path: v.onnx", "path: a/v.onnx", "a file name is wanted")]
    [InlineData("from: onnx/v.onnx", "from: https://evil.org/v.onnx", "is not a relative path")]
    [InlineData("from: onnx/v.onnx", "from: /v.onnx", "is not a relative path")]
    [InlineData("from: org/model/abc/", "from: org/../abc/", "is not a relative path")]
    [InlineData("from: org/model/abc/", "from: org/model/abc", "ends in /")]
    [InlineData("0000 }", "00 }", "64 lower-case hex digits")]
    [InlineData("source: its page", "colour: red", "source: is missing")]
    [InlineData("match: 0.11", "match: 11", "is not a number from -1 to 1")] // in the card that it makes
    [InlineData("name: m", "name: ../m", "is not kebab-case")]
    public void A_fault_is_told(string good, string bad, string message) => Assert.Contains(
        message,
        Assert.Throws<ConfigurationException>(() => CatalogueReader.Read(Good.Replace(good, bad, StringComparison.Ordinal), "c.yaml")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_name_in_two_catalogues_is_told()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.yaml"], Good);
        File.WriteAllText(folder["b.yaml"], Good);

        var e = Assert.Throws<ConfigurationException>(() => CatalogueReader.ReadAll([folder["a.yaml"], folder["b.yaml"], folder["none.yaml"]]));

        Assert.Contains("In more than one catalogue: m", e.Message, StringComparison.Ordinal);
    }
}
