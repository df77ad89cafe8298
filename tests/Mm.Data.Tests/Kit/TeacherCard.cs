using Mm.Data.Models.Store;

namespace Mm.Data.Tests.Kit;

/// <summary>A card for the development model beside the checkout.</summary>
internal static class TeacherCard
{
    public static string Yaml => $$"""
        name: teacher
        task: dual-encoder
        licence: { name: research-only, terms: development and tests, commercial: false }
        origin: { kind: user }
        files:
        {{Line("vision", "vision_model.onnx")}}
        {{Line("text", "text_model.onnx")}}
        {{Line("bpe", "bpe_simple_vocab_16e6.txt.gz")}}
        image: { size: 224, resize: squash, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5], input: pixel_values, output: image_embeds }
        text: { tokenizer: clip-bpe, context: 77, pad-id: 0, input: input_ids, output: text_embeds }
        scoring: { kind: softmax, logit-scale: 16.66 }
        thresholds: { match: 0.20 }
        """;

    private static string Line(string role, string file) => $"  - {{ role: {role}, path: {Path.Combine(Checkout.Teacher, file)}, sha256: " +
        StoredModel.Sha256(Path.Combine(Checkout.Teacher, file)) + " }";
}
