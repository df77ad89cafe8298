using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Store;
using Mm.Data.Models.Tokenizers;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Build;

/// <summary>
/// Writes the card of a dual encoder for a folder that Hugging Face's tools exported: <c>mmdata models card</c>. What an export does not
/// say (licence, learned scale, threshold) is marked in the card for a person to fill in.
/// </summary>
public static class ExportCard
{
    /// <summary>The card's text. Nothing is written.</summary>
    /// <param name="folder">With config.json, preprocessor_config.json, graphs and a tokenizer.</param>
    /// <param name="name">The model's, kebab-case.</param>
    /// <param name="variant">What stands behind the graphs' names: empty, fp16, quantized, int8 ...</param>
    /// <exception cref="ConfigurationException">The folder is not such an export; every fault that shows at once.</exception>
    public static string Text(string folder, string name, string variant)
    {
        try
        {
            return Text(new ExportFolder(folder), name, variant);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ConfigurationException(
                $"{folder}: config.json or preprocessor_config.json is not what such exports hold: {e.Message}");
        }
    }

    private static string Text(ExportFolder export, string name, string variant)
    {
        var folder = export.Path;
        var files = Graphs(export, variant);
        var joint = files.FirstOrDefault(file => file.Role == "joint").Path;
        var vision = Names(folder, joint ?? files[0].Path);
        var words = joint is null ? Names(folder, files[1].Path) : vision;
        files.AddRange(Vocabulary(export));
        var precision = files.Where(file => file.Role is "joint" or "vision" or "text")
            .Max(file => PrecisionCheck.Of(Path.Combine(folder, file.Path))) ?? ModelPrecision.Fp32;
        var text = $"""
            name: {name}
            task: dual-encoder
            precision: {EnumCode.Of(precision)}
            description: Written by mmdata models card.
            licence: {"{"} name: unknown, terms: fill in from where the model came, commercial: false {"}"}
            origin: {"{"} kind: user {"}"}
            files:
            {string.Join('\n', files.Select(file => Line(folder, file.Role, file.Path)))}
            image:
              size: {export.Size()}
              resize: {(export.IsCropped ? "center-crop" : "squash")}
              mean: {export.Mean}
              std: {export.Std}
              input: {One(vision.Inputs, "pixel_values")}
              output: {One(vision.Outputs, "image_embeds", "pooler_output")}
            text:
              tokenizer: {(export.IsSiglip ? "sentencepiece" : "clip-bpe")}
              context: {export.Context}
              pad-id: {(export.IsSiglip ? 1 : End(folder, files))}
              input: {One(words.Inputs, "input_ids")}
              output: {One(words.Outputs, "text_embeds", "pooler_output")}
            {(words.Inputs.Contains("attention_mask") ? "  attention-mask: attention_mask\n" : "")}{Scoring(export)}
            """;
        ModelCardReader.Read(text, Path.Combine(folder, ModelStore.CardName));
        return text;
    }

    private static List<(string Role, string Path)> Graphs(ExportFolder export, string variant)
    {
        var behind = variant.Length == 0 ? ".onnx" : $"_{variant}.onnx";
        if (export.Find("vision_model" + behind) is { } vision && export.Find("text_model" + behind) is { } text)
            return [("vision", vision), ("text", text)];
        return export.Find("model" + behind) is { } joint
            ? [("joint", joint)]
            : throw new ConfigurationException(
                $"{export.Path}: neither vision_model{behind} and text_model{behind} nor model{behind}, here or under onnx/.");
    }

    private static IEnumerable<(string Role, string Path)> Vocabulary(ExportFolder export)
    {
        if (export.IsSiglip && export.Find("spiece.model") is { } pieces)
            return [("spiece", pieces)];
        if (!export.IsSiglip && export.Find("vocab.json") is { } vocab && export.Find("merges.txt") is { } merges)
            return [("vocab", vocab), ("merges", merges)];
        return export.Find("tokenizer.json") is { } tokenizer
            ? [("tokenizer", tokenizer)]
            : throw new ConfigurationException(
                $"{export.Path}: no tokenizer ({(export.IsSiglip ? "spiece.model" : "vocab.json and merges.txt")}, or tokenizer.json).");
    }

    /// <summary>CLIP's texts are padded with their end.</summary>
    private static int End(string folder, List<(string Role, string Path)> files)
    {
        string At(string role) => Path.Combine(folder, files.Find(file => file.Role == role).Path);
        var vocabulary = files.Exists(file => file.Role == "tokenizer")
            ? ClipVocabulary.FromTokenizerJson(At("tokenizer"))
            : ClipVocabulary.FromVocabAndMerges(At("vocab"), At("merges"));
        return vocabulary.End;
    }

    private static string Scoring(ExportFolder export) => export.IsSiglip
        ? """
            # The start of training: put the checkpoint's own here, which no export holds.
            scoring: { kind: sigmoid, logit-scale: 10, logit-bias: -10 }
            thresholds: { match: 0.1 } # choose on your own data
            """
        : """
            scoring: { kind: softmax, logit-scale: 100 } # of OpenAI's models; others may have learned another
            thresholds: { match: 0.25 } # choose on your own data
            """;

    private static string Line(string folder, string role, string path) =>
        $"  - {{ role: {role}, path: {path}, sha256: {StoredModel.Sha256(Path.Combine(folder, path))} }}";

    private static (string[] Inputs, string[] Outputs) Names(string folder, string path)
    {
        try
        {
            using var session = new InferenceSession(Path.Combine(folder, path));
            return ([.. session.InputMetadata.Keys], [.. session.OutputMetadata.Keys]);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ConfigurationException($"{Path.Combine(folder, path)} cannot be loaded: {e.Message}");
        }
    }

    private static string One(string[] there, params string[] wanted) => Array.Find(wanted, there.Contains)
        ?? throw new ConfigurationException(string.Create(
            CultureInfo.InvariantCulture, $"A graph has none of {string.Join(", ", wanted)}; it has: {string.Join(", ", there)}."));
}
