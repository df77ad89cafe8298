using Google.Protobuf;

namespace Mm.Data.Models.Tokenizers;

/// <summary>What is needed of a SentencePiece model's trainer specification, with the defaults of sentencepiece_model.proto.</summary>
internal sealed record TrainerSpec(int Kind, int Unknown, int Start, int End)
{
    private const int SpecField = 2;
    private const int KindField = 3;
    private const int UnknownField = 40;
    private const int StartField = 41;
    private const int EndField = 42;

    /// <exception cref="InvalidProtocolBufferException">Not protobuf.</exception>
    public static TrainerSpec Read(byte[] model)
    {
        var spec = new TrainerSpec(Kind: 1, Unknown: 0, Start: 1, End: 2);
        using var input = new CodedInputStream(model);
        while (input.ReadTag() is var tag and > 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == SpecField)
                spec = ReadFields(spec, input.ReadBytes());
            else
                input.SkipLastField();
        }

        return spec;
    }

    /// <summary>A piece of a model file that sets the start and nothing else.</summary>
    public static byte[] StartOnly(int start)
    {
        using var memory = new MemoryStream();
        using (var output = new CodedOutputStream(memory))
        {
            output.WriteTag(SpecField, WireFormat.WireType.LengthDelimited);
            output.WriteLength(CodedOutputStream.ComputeTagSize(StartField) + CodedOutputStream.ComputeInt32Size(start));
            output.WriteTag(StartField, WireFormat.WireType.Varint);
            output.WriteInt32(start);
        }

        return memory.ToArray();
    }

    private static TrainerSpec ReadFields(TrainerSpec spec, ByteString bytes)
    {
        using var input = bytes.CreateCodedInput();
        while (input.ReadTag() is var tag and > 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case KindField:
                    spec = spec with { Kind = input.ReadInt32() };
                    break;
                case UnknownField:
                    spec = spec with { Unknown = input.ReadInt32() };
                    break;
                case StartField:
                    spec = spec with { Start = input.ReadInt32() };
                    break;
                case EndField:
                    spec = spec with { End = input.ReadInt32() };
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return spec;
    }
}
