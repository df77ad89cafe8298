using Mm.Data.Models;
using Mm.Data.Models.Build;
using Mm.Data.Models.Cards;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Build;

public sealed class ExportCardTests : IDisposable
{
    private const string Pictures = """
        { "do_center_crop": true, "crop_size": { "height": 2, "width": 2 }, "size": { "shortest_edge": 2 }, "resample": 3,
          "image_mean": [0.5, 0.5, 0.5], "image_std": [0.25, 0.25, 0.25] }
        """;

    private readonly ModelFolder _models = new();

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task An_export_gets_a_card_that_opens(bool joint, bool mask)
    {
        Export(joint, mask);

        _models.Card("m", ExportCard.Text(Folder, "m", ""));

        await using var models = new OnnxModels(_models.Store, _models.Options);
        var card = _models.Store.Find("m").Card;
        Assert.Equal(3, models.OpenDualEncoder("m").Dimensions);
        Assert.Equal(new ViewSpec(2, 2, Fit.CenterCrop), card.Settings.Image.View);
        Assert.Equal([0.25, 0.25, 0.25], card.Settings.Image.Std);
        Assert.Equal((6, 6, mask ? "attention_mask" : null),
            (card.Settings.Text!.Context, card.Settings.Text.PadId, card.Settings.Text.AttentionMask));
        Assert.False(card.Licence.Commercial);
    }

    [Fact]
    public void SigLIPs_own_settings_are_known()
    {
        Export(joint: false, mask: false);
        File.WriteAllText(_models.PathOf("m", "config.json"), """{ "model_type": "siglip" }""");
        File.WriteAllText(_models.PathOf("m", "preprocessor_config.json"),
            """{ "size": { "height": 2, "width": 2 }, "resample": 3, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5] }""");
        File.WriteAllBytes(_models.PathOf("m", "spiece.model"), PieceModel.Small.ToBytes());

        var card = ModelCardReader.Read(ExportCard.Text(Folder, "m", ""), "m");

        Assert.Equal((TokenizerKind.SentencePiece, 64, 1), (card.Settings.Text!.Tokenizer, card.Settings.Text.Context, card.Settings.Text.PadId));
        Assert.Equal((ScoringKind.Sigmoid, Fit.Squash), (card.Settings.Scoring!.Kind, card.Settings.Image.Resize));
        Assert.Contains(card.Files, file => file.Role == "spiece");
    }

    [Theory]
    [InlineData("config.json", null, "config.json")]
    [InlineData("preprocessor_config.json", "[", "preprocessor_config.json")]
    [InlineData("vision_model.onnx", null, "neither vision_model.onnx")]
    [InlineData("merges.txt", null, "no tokenizer")]
    [InlineData("vision_model.onnx", "no graph", "cannot be loaded")]
    public void What_is_missing_is_told(string file, string? content, string message)
    {
        Export(joint: false, mask: false);
        File.Delete(_models.PathOf("m", file));
        if (content is not null)
            File.WriteAllText(_models.PathOf("m", file), content);

        Assert.Contains(message, Assert.Throws<ConfigurationException>(() => ExportCard.Text(Folder, "m", "")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_that_the_decoder_does_not_know_is_told()
    {
        Export(joint: false, mask: false);
        File.WriteAllText(_models.PathOf("m", "preprocessor_config.json"), Pictures.Replace("\"resample\": 3", "\"resample\": 2", StringComparison.Ordinal));

        Assert.Contains("filter 2", Assert.Throws<ConfigurationException>(() => ExportCard.Text(Folder, "m", "")).Message, StringComparison.Ordinal);
    }

    private string Folder => Path.Combine(_models.Root, "m");

    /// <summary>The tiny graphs under the names of an export.</summary>
    private void Export(bool joint, bool mask)
    {
        _models.DualEncoder("m", joint, mask: mask);
        File.Delete(_models.PathOf("m", "model.yaml"));
        if (!joint)
        {
            File.Move(_models.PathOf("m", "vision.onnx"), _models.PathOf("m", "vision_model.onnx"));
            File.Move(_models.PathOf("m", "text.onnx"), _models.PathOf("m", "text_model.onnx"));
        }

        File.WriteAllText(_models.PathOf("m", "config.json"), """{ "model_type": "clip", "text_config": { "max_position_embeddings": 6 } }""");
        File.WriteAllText(_models.PathOf("m", "preprocessor_config.json"), Pictures);
    }
}
