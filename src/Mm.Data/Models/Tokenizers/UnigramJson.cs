using System.Text.Json;
using Google.Protobuf;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Tokenizers;

/// <summary>
/// Turns a <c>tokenizer.json</c> with a unigram model into the SentencePiece model it was made from: pieces, scores, and the compiled
/// table of normalisation.
/// </summary>
internal static class UnigramJson
{
    private const string EndPiece = "</s>";
    private const int Normal = 1;
    private const int Unknown = 2;
    private const int Control = 3;

    /// <summary>Steps that <see cref="TextCleaner"/> has done already or that SentencePiece does by itself.</summary>
    private static readonly string[] _done = ["Lowercase", "Strip", "Replace"];

    public static PieceVocabulary Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(document.RootElement, path);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ConfigurationException($"{path} is not a tokenizer.json with a unigram model: {e.Message}");
        }
    }

    private static PieceVocabulary Read(JsonElement root, string path)
    {
        var model = root.GetProperty("model");
        if (model.TryGetProperty("type", out var type) && type.GetString() != "Unigram")
            throw new ConfigurationException($"{path} has a {type.GetString()} model, a Unigram one is wanted for sentencepiece.");
        var unknown = model.GetProperty("unk_id").GetInt32();
        var special = root.GetProperty("added_tokens").EnumerateArray()
            .Where(token => token.GetProperty("special").GetBoolean())
            .Select(token => token.GetProperty("id").GetInt32())
            .ToHashSet();
        var pieces = model.GetProperty("vocab").EnumerateArray()
            .Select(pair => (Text: pair[0].GetString()!, Score: pair[1].GetSingle())).ToArray();
        var end = Array.FindIndex(pieces, piece => piece.Text == EndPiece);
        if (end < 0)
            throw new ConfigurationException($"{path} has no piece {EndPiece}: texts could not be ended.");
        var table = root.TryGetProperty("normalizer", out var normalizer) ? Table(normalizer, path) : [];

        using var memory = new MemoryStream();
        using (var output = new CodedOutputStream(memory, leaveOpen: true))
        {
            for (var id = 0; id < pieces.Length; id++)
            {
                var kind = id == unknown ? Unknown : special.Contains(id) ? Control : Normal;
                Write(output, 1, Piece(pieces[id].Text, pieces[id].Score, kind));
            }

            Write(output, 2, Message((3, 1), (40, unknown), (41, end), (42, end), (43, -1)));
            Write(output, 3, Normaliser(table));
        }

        return new PieceVocabulary(memory.ToArray(), unknown, end);
    }

    /// <summary>SentencePiece's compiled table; empty where the tokenizer normalises nothing.</summary>
    /// <exception cref="ConfigurationException">A step that would be lost here.</exception>
    private static byte[] Table(JsonElement step, string path)
    {
        if (step.ValueKind is JsonValueKind.Null)
            return [];
        var type = step.GetProperty("type").GetString()!;
        if (type == "Precompiled")
            return step.GetProperty("precompiled_charsmap").GetBytesFromBase64();
        if (type == "Sequence")
            return [.. step.GetProperty("normalizers").EnumerateArray().SelectMany(inner => Table(inner, path))];
        return _done.Contains(type, StringComparer.Ordinal)
            ? []
            : throw new ConfigurationException($"{path} normalises by {type}, which is not known here. Use spiece.model if there is one.");
    }

    private static byte[] Normaliser(byte[] table) => Bytes(output =>
    {
        if (table.Length > 0)
            Write(output, 2, table);
        Write(output, 3, 1); // a space before the first word
        Write(output, 4, 1); // white space collapsed
        Write(output, 5, 1); // spaces as U+2581
    });

    private static byte[] Piece(string text, float score, int type) => Bytes(output =>
    {
        output.WriteTag(1, WireFormat.WireType.LengthDelimited);
        output.WriteString(text);
        output.WriteTag(2, WireFormat.WireType.Fixed32);
        output.WriteFloat(score);
        Write(output, 3, type);
    });

    private static byte[] Message(params (int Field, int Value)[] fields) =>
        Bytes(output => Array.ForEach(fields, field => Write(output, field.Field, field.Value)));

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
        output.WriteBytes(UnsafeByteOperations.UnsafeWrap(value));
    }
}
