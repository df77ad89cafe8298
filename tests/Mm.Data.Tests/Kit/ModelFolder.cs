using System.Security.Cryptography;
using System.Text.Json;
using Mm.Data.Models;
using Mm.Data.Models.Conversion;
using Mm.Data.Models.Store;
using Mm.Data.Models.Tokenizers;

namespace Mm.Data.Tests.Kit;

/// <summary>A temporary root of model folders with tiny, real graphs.</summary>
internal sealed class ModelFolder : IDisposable
{
    /// <summary>Ids of the tiny vocabulary: a = 0, a&lt;/w&gt; = 1, b = 2, b&lt;/w&gt; = 3, ab&lt;/w&gt; = 4, start = 5, end =
    /// 6.</summary>
    public static readonly ClipVocabulary Vocabulary = new(
        new Dictionary<string, int>
        {
            ["a"] = 0,
            ["a</w>"] = 1,
            ["b"] = 2,
            ["b</w>"] = 3,
            ["ab</w>"] = 4,
            [ClipVocabulary.StartToken] = 5,
            [ClipVocabulary.EndToken] = 6,
        },
        ["a b</w>"]);

    public ModelFolder() => Directory.CreateDirectory(Root);

    public string Root { get; } = Directory.CreateTempSubdirectory("mm-models-").FullName;

    public ModelOptions Options => new() { Folders = [Root] };

    public ModelStore Store => new(Options);

    public string PathOf(string model, string file) => Path.Combine(Root, model, file);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>Writes a file of a model and gives the <c>files</c> line for its card.</summary>
    public string File(string model, string role, string file, byte[] bytes)
    {
        Directory.CreateDirectory(Path.Combine(Root, model));
        System.IO.File.WriteAllBytes(PathOf(model, file), bytes);
        return $"  - {{ role: {role}, path: {file}, sha256: {Convert.ToHexStringLower(SHA256.HashData(bytes))} }}";
    }

    public void Card(string model, string yaml)
    {
        Directory.CreateDirectory(Path.Combine(Root, model));
        System.IO.File.WriteAllText(PathOf(model, ModelStore.CardName), yaml);
    }

    /// <summary>
    /// A dual encoder on 2 x 2 pictures with 3 numbers: the picture's are the means of its channels, the text's the sum of its
    /// six ids times a vector for each place, so that "ab" lies along (1, 2, 2).
    /// </summary>
    public void DualEncoder(
        string model, bool joint = false, bool wholes32 = false, bool mask = false, bool split = false, float nan = 1, bool mixing = false,
        bool half = false)
    {
        var files = new List<string>
        {
            File(model, "vocab", "vocab.json", JsonSerializer.SerializeToUtf8Bytes(Vocabulary.Ids)),
            File(model, "merges", "merges.txt",
                [.. "#version: 0.2\n"u8, .. System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Vocabulary.Merges))]),
        };
        if (joint)
        {
            var graph = new OnnxGraphWriter("joint");
            AddVision(graph, nan);
            AddText(graph, wholes32, mask);
            files.Add(File(model, "joint", "model.onnx", graph.ToBytes()));
        }
        else
        {
            files.AddRange(split ? SplitVision(model) : [Vision(model, nan, mixing, half)]);
            var text = new OnnxGraphWriter("text");
            AddText(text, wholes32, mask);
            files.Add(File(model, "text", "text.onnx", text.ToBytes()));
        }

        var maskKey = mask ? ", attention-mask: attention_mask" : "";
        Card(model, $$"""
            name: {{model}}
            task: dual-encoder
            description: Tiny.
            licence: { name: MIT, terms: none, commercial: true }
            origin: { kind: built-in, trained-by: nobody }
            files:
            {{string.Join('\n', files)}}
            image: { size: 2, resize: squash, filter: bicubic, mean: [0, 0, 0], std: [1, 1, 1], input: pixel_values, output: image_embeds }
            text: { tokenizer: clip-bpe, context: 6, pad-id: 0, input: input_ids, output: text_embeds{{maskKey}} }
            scoring: { kind: softmax, logit-scale: 16.0 }
            thresholds: { match: 0.20 }
            """);
    }

    /// <summary>
    /// A tiny dual encoder with a context of 77: the text's numbers are the sums of its ids that are not padding times (1, 2, 2), or
    /// with no mask of the padding too, which has the id 9.
    /// </summary>
    public void LongText(string model, bool isMasked)
    {
        DualEncoder(model);
        var text = new OnnxGraphWriter("text");
        var ids = text.Input("input_ids", OnnxElement.Whole64, -1, -1);
        var values = text.Add("Cast", [ids], new OnnxParameter("to", 1L));
        if (isMasked)
            values = text.Add("Mul", [values, text.Add("Cast", [text.Add("Less", [ids, text.Constant(9L)])], new OnnxParameter("to", 1L))]);
        var sum = text.Add("ReduceSum", [values, text.Constant(1L)]);
        text.AddAs("text_embeds", "Add", [text.Add("Mul", [sum, text.Constant([1f, 2f, 2f], 1, 3)]), text.Constant([5f, 0f, 0f], 1, 3)]);
        text.Output("text_embeds", OnnxElement.Real32, -1, 3);
        var line = File(model, "text", "text.onnx", text.ToBytes());
        var card = System.IO.File.ReadAllLines(PathOf(model, ModelStore.CardName))
            .Select(old => old.Contains("role: text", StringComparison.Ordinal) ? line : old)
            .Select(old => old.Replace("context: 6, pad-id: 0", "context: 77, pad-id: 9", StringComparison.Ordinal));
        Card(model, string.Join('\n', card));
    }

    private string Vision(string model, float factor, bool mixing, bool half)
    {
        var vision = new OnnxGraphWriter("vision");
        if (half)
            AddHalfVision(vision);
        else
            AddVision(vision, factor, mixing: mixing);
        return File(model, "vision", "vision.onnx", vision.ToBytes());
    }

    /// <summary>The backbone lies beside the model, as set-up's does.</summary>
    private string[] SplitVision(string model)
    {
        var backbone = new OnnxGraphWriter("backbone");
        backbone.AddAs("features", "Identity", [backbone.Input("pixel_values", OnnxElement.Real32, -1, 3, 2, 2)]);
        backbone.Output("features", OnnxElement.Real32, -1, 3, 2, 2);
        var line = File("part", "backbone", "network.onnx", backbone.ToBytes());

        var head = new OnnxGraphWriter("head");
        AddVision(head, 1, "features");
        return [
            line.Replace("network.onnx", "part/network.onnx", StringComparison.Ordinal), File(model, "head", "head.onnx", head.ToBytes())];
    }

    private static void AddHalfVision(OnnxGraphWriter graph)
    {
        var pixels = graph.Input("pixel_values", OnnxElement.Real16, -1, 3, 2, 2);
        var wide = graph.Add("Cast", [pixels], new OnnxParameter("to", (long)OnnxElement.Real32));
        var mean = graph.Add("ReduceMean", [wide], new OnnxParameter("axes", [2, 3]), new OnnxParameter("keepdims", 0));
        graph.AddAs("image_embeds", "Cast", [mean], new OnnxParameter("to", (long)OnnxElement.Real16));
        graph.Output("image_embeds", OnnxElement.Real16, -1, 3);
    }

    /// <param name="graph">Gets the tower.</param>
    /// <param name="factor">On every number.</param>
    /// <param name="input">Name of the input.</param>
    /// <param name="mixing">Each row also gets the mean of its batch, which no honest tower does.</param>
    private static void AddVision(OnnxGraphWriter graph, float factor, string input = "pixel_values", bool mixing = false)
    {
        var pixels = graph.Input(input, OnnxElement.Real32, -1, 3, 2, 2);
        var mean = graph.Add("ReduceMean", [pixels], new OnnxParameter("axes", [2, 3]), new OnnxParameter("keepdims", 0));
        if (mixing)
            mean = graph.Add("Add", [mean, graph.Add("ReduceMean", [mean], new OnnxParameter("axes", [0]), new OnnxParameter("keepdims", 1L))]);
        graph.AddAs("image_embeds", "Mul", [mean, graph.Constant([factor, factor, factor], 1, 3)]);
        graph.Output("image_embeds", OnnxElement.Real32, -1, 3);
    }

    private static void AddText(OnnxGraphWriter graph, bool wholes32, bool mask)
    {
        var element = wholes32 ? OnnxElement.Whole32 : OnnxElement.Whole64;
        var ids = graph.Add("Cast", [graph.Input("input_ids", element, -1, -1)], new OnnxParameter("to", 1));
        if (mask)
            ids = graph.Add("Mul", [ids, graph.Add("Cast", [graph.Input("attention_mask", element, -1, -1)], new OnnxParameter("to", 1))]);
        float[] weights = [1, 2, 2, 4, 2, 2, -1, 2, 2, 1, 2, 2, 1, 2, 2, 1, 2, 2];
        graph.AddAs("text_embeds", "MatMul", [ids, graph.Constant(weights, 6, 3)]);
        graph.Output("text_embeds", OnnxElement.Real32, -1, 3);
    }
}
