using CsCheck;
using Mm.Data.Decode.Protocol;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Decode;

public sealed class ReplyCodecTests
{
    private static readonly Reply Full = new()
    {
        Note = ReplyNote.LargePicture,
        Reason = "decode.truncated",
        Media = new MediaFacts
        {
            Modality = Modality.Video,
            Container = "mp4",
            Codec = "h264",
            Width = 3,
            Height = 4,
            Frames = 5,
            DurationSeconds = 6.5,
            HasAudio = true,
            Orientation = 7,
            Rights = new MediaRights
            {
                HasCreator = true,
                Licence = "cc-by-4.0",
                DataMining = "prohibited",
                SaysNoAi = true,
                DoesC2paForbid = true,
            },
        },
        Views = [new(0, 1.5f, 2, 3), new(1, 1.5f, 4, 5)],
        AudioSamples = 8,
        DecodeScale = 0.25,
        Render = new(Modality.Audio, "flac", 1, 2, 3.5),
        Parts = [new(DocumentPartKind.Heading, 0, 7), new(DocumentPartKind.Picture, 3, 800)],
        Clips = [new(0, 2.5, 9), new(2.75, 4, 10)],
    };

    [Fact]
    public void A_reply_comes_back_as_it_was()
    {
        foreach (var reply in (Reply[])[Full, new Reply(), new Reply { Reason = "decode.empty" }])
        {
            var again = ReplyCodec.Read(ReplyCodec.Write(reply));

            Assert.Equal(reply.Views, again.Views);
            Assert.Equal(reply.Parts, again.Parts);
            Assert.Equal(reply.Clips, again.Clips);
            Assert.Equal(reply with { Views = [], Parts = [], Clips = [] }, again with { Views = [], Parts = [], Clips = [] });
        }
    }

    [Fact]
    public void What_is_cut_or_too_long_is_refused()
    {
        var bytes = ReplyCodec.Write(Full);

        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<ProtocolException>(() => ReplyCodec.Read(bytes.AsSpan(0, length)));
        Assert.Throws<ProtocolException>(() => ReplyCodec.Read([.. bytes, 0]));
    }

    [Fact]
    public void Damaged_bytes_give_a_reply_or_a_refusal_and_nothing_else() =>
        Gen.Select(Gen.Int[0, 100], Gen.Byte, Gen.Byte.Array[0, 40]).Sample((at, value, noise) =>
        {
            var bytes = ReplyCodec.Write(Full);
            bytes[at % bytes.Length] = value;
            Read(bytes);
            Read(noise);
        });

    private static void Read(byte[] bytes)
    {
        try
        {
            ReplyCodec.Read(bytes);
        }
        catch (ProtocolException)
        {
            // Refused.
        }
    }
}
