using Google.Protobuf;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Tokenizers;

/// <summary>
/// A SentencePiece unigram model as the bytes of its <c>.model</c> file (sentencepiece_model.proto), and the ids that frame a text.
/// </summary>
public sealed record PieceVocabulary(ReadOnlyMemory<byte> Model, int Unknown, int End)
{
    private const int Unigram = 1;

    /// <summary>SentencePiece's own file: <c>spiece.model</c>.</summary>
    /// <exception cref="ConfigurationException">Not such a file, or not a unigram model with an end.</exception>
    public static PieceVocabulary FromModel(string path)
    {
        var bytes = File.ReadAllBytes(path);
        try
        {
            var spec = TrainerSpec.Read(bytes);
            if (spec.Kind != Unigram)
                throw new ConfigurationException($"{path} is no unigram model (its model type is {spec.Kind}): only those are known.");
            if (spec.End < 0)
                throw new ConfigurationException($"{path} has no end-of-sentence piece: texts could not be ended.");
            return new PieceVocabulary(spec.Start < 0 ? WithStart(bytes, spec.End) : bytes, spec.Unknown, spec.End);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ConfigurationException($"{path} is not a SentencePiece model: {e.Message}");
        }
    }

    /// <summary>A <c>tokenizer.json</c> of the Hugging Face kind with a unigram model.</summary>
    /// <exception cref="ConfigurationException">Not such a file, or it normalises in a way that is not known here.</exception>
    public static PieceVocabulary FromTokenizerJson(string path) => UnigramJson.Read(path);

    /// <summary>
    /// Models of the T5 family have no start, and Microsoft.ML.Tokenizers 2.0.1 fails on them. Nothing asks for a start here, so any
    /// piece may be named as one. A message that stands twice is one message in protobuf: the second says only what differs.
    /// </summary>
    private static byte[] WithStart(byte[] model, int start)
    {
        using var memory = new MemoryStream();
        memory.Write(model);
        memory.Write(TrainerSpec.StartOnly(start));
        return memory.ToArray();
    }
}
