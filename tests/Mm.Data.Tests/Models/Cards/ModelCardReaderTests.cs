using Mm.Data.Models.Cards;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Models.Cards;

public sealed class ModelCardReaderTests
{
    private const string Detector = """
        name: plates
        task: box-detector
        licence: { name: MIT, commercial: true }
        origin: { kind: npm, package: plates, version: 1.0.0, path: model.onnx }
        files:
          - { role: network, path: model.onnx, sha256: 0000000000000000000000000000000000000000000000000000000000000000 }
        image: { width: 640, height: 320, resize: letterbox, channels: bgr, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5], input: image }
        detector: { kind: ssd-boxes, boxes: boxes, scores: scores, threshold: 0.4 }
        """;

    [Fact]
    public void A_card_is_read_with_its_defaults()
    {
        var card = ModelCardReader.Read(Detector, "plates/model.yaml");

        Assert.Equal(ModelTask.BoxDetector, card.Task);
        Assert.Equal(new ViewSpec(640, 320, Fit.Letterbox), card.Settings.Image.View);
        Assert.Equal(ChannelOrder.Bgr, card.Settings.Image.Channels);
        Assert.Equal(0.5, card.Settings.Detector!.NmsIou);
        Assert.Equal("npm", card.Origin.Kind);
        Assert.Null(card.Settings.Text);
    }

    [Fact]
    public void Every_fault_is_told_at_once_with_its_line()
    {
        var yaml = Detector
            .Replace("kind: ssd-boxes", "kind: yolo", StringComparison.Ordinal)
            .Replace("0.4", "1.4", StringComparison.Ordinal)
            .Replace("std: [0.5, 0.5, 0.5]", "std: [0.5, 0, 0.5]", StringComparison.Ordinal)
            .Replace("licence: { name: MIT, commercial: true }", "licence: { name: MIT, comercial: true }", StringComparison.Ordinal);

        var e = Assert.Throws<ConfigurationException>(() => ModelCardReader.Read(yaml, "m.yaml"));

        Assert.Equal(5, e.Problems.Count);
        Assert.Contains(
            e.Problems,
            p => p.StartsWith("m.yaml:8: detector.kind: 'yolo' is not known; one of: box-rows, db-text, face-cascade, ssd-boxes", StringComparison.Ordinal));
        Assert.Contains(
            e.Problems,
            p => p.StartsWith("m.yaml:8: detector.threshold: '1.4' is not a number from 0 to 1", StringComparison.Ordinal));
        Assert.Contains(e.Problems, p => p.StartsWith("m.yaml:7: image.std: three positive numbers", StringComparison.Ordinal));
        Assert.Contains(e.Problems, p => p.StartsWith("m.yaml:3: licence.commercial: is missing", StringComparison.Ordinal));
        Assert.Contains(e.Problems, p => p.StartsWith("m.yaml:3: licence.comercial is not known here", StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_that_nobody_knows_is_a_fault() =>
        Assert.Contains("colour is not known here", Fault(Detector + "\ncolour: red\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("- a list\n", "one mapping of keys is wanted")]
    [InlineData("", "one mapping of keys is wanted")]
    [InlineData("a: [1", "not YAML")]
    public void What_is_no_card_is_told(string yaml, string message) => Assert.Contains(message, Fault(yaml), StringComparison.Ordinal);

    [Theory]
    [InlineData("tokenizer: clip-bpe", TokenizerKind.ClipBpe, TextCleaning.Clip)]
    [InlineData("tokenizer: sentencepiece", TokenizerKind.SentencePiece, TextCleaning.Siglip)]
    [InlineData("tokenizer: sentencepiece, cleaning: none", TokenizerKind.SentencePiece, TextCleaning.None)]
    public void A_tokenizer_brings_its_cleaning(string keys, TokenizerKind tokenizer, TextCleaning cleaning)
    {
        var text = ModelCardReader.Read(Encoder.Replace("tokenizer: clip-bpe", keys, StringComparison.Ordinal), "m.yaml").Settings.Text!;

        Assert.Equal((tokenizer, cleaning), (text.Tokenizer, text.Cleaning));
    }

    [Fact]
    public void Reference_values_and_precision_are_read()
    {
        var card = ModelCardReader.Read(Encoder + """

            precision: int8
            selftest:
              tolerance: 0.01
              texts: [{ text: a cat, starts: [0.5, -1e-2] }]
              pairs: [{ text: a dog, noise: 7, cosine: 0.25 }]
            """, "m.yaml");

        Assert.Equal(ModelPrecision.Int8, card.Precision);
        Assert.Equal(0.01, card.SelfTest!.Tolerance);
        Assert.Equal([0.5, -0.01], Assert.Single(card.SelfTest.Texts).Starts);
        Assert.Equal(new PairReference("a dog", 7, 0.25), Assert.Single(card.SelfTest.Pairs));
    }

    [Fact]
    public void Faults_of_reference_values_are_told()
    {
        var e = Assert.Throws<ConfigurationException>(() => ModelCardReader.Read(Encoder + """

            precision: fp8
            selftest: { texts: [{ text: a cat, starts: [a] }], pairs: [{ text: a dog, noise: 0, cosine: 2 }], other: 1 }
            """, "m.yaml"));

        Assert.Equal(5, e.Problems.Count);
    }

    private const string Encoder = """
        name: m
        task: dual-encoder
        licence: { name: MIT, commercial: true }
        origin: { kind: user }
        files:
          - { role: joint, path: model.onnx, sha256: 0000000000000000000000000000000000000000000000000000000000000000 }
        image: { size: 2, resize: squash, mean: [0, 0, 0], std: [1, 1, 1], input: p, output: e }
        text: { tokenizer: clip-bpe, context: 6, input: i, output: t }
        scoring: { kind: softmax, logit-scale: 100 }
        thresholds: { match: 0.2 }
        """;

    private static string Fault(string yaml) => Assert.Throws<ConfigurationException>(() => ModelCardReader.Read(yaml, "m.yaml")).Message;
}
