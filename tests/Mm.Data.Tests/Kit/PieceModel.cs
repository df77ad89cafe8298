using System.Text.Json;
using Google.Protobuf;

namespace Mm.Data.Tests.Kit;

/// <summary>A hand-made SentencePiece unigram model: pieces with their scores in order of id, framed as T5 and SigLIP have it.</summary>
internal sealed record PieceModel(params (string Text, float Score)[] Pieces)
{
    public const int Padding = 0;
    public const int End = 1;
    public const int Unknown = 2;

    public static PieceModel Small { get; } = new(
        ("<pad>", 0), ("</s>", 0), ("<unk>", 0), ("▁a", -1), ("▁ca", -3), ("t", -2), ("▁cat", -4), ("c", -6), ("▁", -5), ("s", -2), ("a", -5));

    /// <summary>As <c>spiece.model</c>; <paramref name="start"/> -1 is the family's own: none.</summary>
    public byte[] ToBytes(int kind = 1, int start = -1, int end = End) => Bytes(model =>
    {
        for (var id = 0; id < Pieces.Length; id++)
        {
            var (text, score) = Pieces[id];
            var type = id == Unknown ? 2 : id < Unknown ? 3 : 1;
            Write(model, 1, Bytes(piece =>
            {
                piece.WriteTag(1, WireFormat.WireType.LengthDelimited);
                piece.WriteString(text);
                piece.WriteTag(2, WireFormat.WireType.Fixed32);
                piece.WriteFloat(score);
                Write(piece, 3, type);
            }));
        }

        Write(model, 2, Bytes(spec =>
        {
            Write(spec, 3, kind);
            Write(spec, 40, Unknown);
            Write(spec, 41, start);
            Write(spec, 42, end);
            Write(spec, 43, Padding);
        }));
        Write(model, 3, Bytes(spec => Write(spec, 4, 1)));
    });

    /// <summary>As <c>tokenizer.json</c>.</summary>
    public string ToJson(string normaliser = "null") => $$"""
        {
          "added_tokens": [
            { "id": 0, "content": "<pad>", "special": true }, { "id": 1, "content": "</s>", "special": true },
            { "id": 2, "content": "<unk>", "special": true }
          ],
          "normalizer": {{normaliser}},
          "model": { "type": "Unigram", "unk_id": 2, "vocab": {{JsonSerializer.Serialize(Pieces.Select(p => new object[] { p.Text, p.Score }))}} }
        }
        """;

    private static byte[] Bytes(Action<CodedOutputStream> write)
    {
        using var memory = new MemoryStream();
        using (var output = new CodedOutputStream(memory, leaveOpen: true))
            write(output);
        return memory.ToArray();
    }

    private static void Write(CodedOutputStream output, int field, int value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt32(value);
    }

    private static void Write(CodedOutputStream output, int field, byte[] value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(value));
    }
}
