using Mm.Data.Decode;
using Mm.Data.Decode.Protocol;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Decode;

/// <summary>What a child that was taken over could answer.</summary>
public sealed class ReplyCheckTests
{
    private static readonly MediaFacts Still = new() { Modality = Modality.Image, Container = "png", Codec = "png", Width = 3, Height = 2 };
    private static readonly MediaFacts Film = Still with { Modality = Modality.Video, DurationSeconds = 2 };

    private static readonly ViewsRequest Request = new()
    {
        Specs = [new(2, 2), new(1, 1, Fit.Squash, PixelLayout.Luma)],
        FramesMax = 2,
        Audio16k = true,
    };

    private static readonly Reply Good = new() { Media = Still, Views = [new(0, 0, 2, 2), new(1, 0, 1, 1)] };

    [Fact]
    public void An_honest_answer_is_taken()
    {
        var views = ReplyCheck.Views(Request, Good, new byte[13]).Value!.Views;

        Assert.Equal([12, 1], views.Select(view => view.Pixels.Length));
    }

    [Fact]
    public void Film_frames_come_a_spec_at_a_time_with_sound_behind_them()
    {
        var reply = new Reply { Media = Film, Views = [.. Good.Views, new(0, 1, 2, 2), new(1, 1, 1, 1)], AudioSamples = 1 };

        var result = ReplyCheck.Views(Request, reply, (byte[])[.. new byte[26], .. BitConverter.GetBytes(7f)]).Value!;

        Assert.Equal(4, result.Views.Count);
        Assert.Equal([1f], result.Audio16k.ToArray());
    }

    public static TheoryData<Reply, int> Dishonest => new()
    {
        { Good, 12 },
        { Good, 14 },
        { Good with { Media = null }, 13 },
        { Good with { Views = [Good.Views[0]] }, 12 },
        { Good with { Views = [Good.Views[1], Good.Views[0]] }, 13 },
        { Good with { Views = [new(0, 0, 3, 2), Good.Views[1]] }, 13 },
        { Good with { Views = [new(0, 0, 0, 2), Good.Views[1]] }, 13 },
        { Good with { Views = [new(0, float.NaN, 2, 2), Good.Views[1]] }, 13 },
        { Good with { Views = [new(0, 5, 2, 2), Good.Views[1]] }, 13 },
        { Good with { AudioSamples = -1 }, 13 },
        { Good with { DecodeScale = 0.5 }, 13 },
        { Good with { DecodeScale = double.NaN }, 13 },
        { Good with { AudioSamples = 1 }, 17 },
        { Good with { Media = Still with { Orientation = 9 } }, 13 },
        { Good with { Media = Still with { Container = "../../etc" } }, 13 },
        { Good with { Media = Still with { Modality = (Modality)7 } }, 13 },
        { Good with { Media = Still with { Rights = new MediaRights { Licence = "a. person" } } }, 13 },
        { Good with { Media = Still with { Rights = new MediaRights { DataMining = "a-person" } } }, 13 },
        { Good with { Media = Film with { DurationSeconds = double.NaN } }, 13 },
        { new Reply { Reason = "Jane Doe, born 1980" }, 0 },
    };

    [Theory]
    [MemberData(nameof(Dishonest), DisableDiscoveryEnumeration = true)]
    public void A_dishonest_answer_is_refused(Reply reply, int payloadBytes) =>
        Assert.Equal(DecodeReasons.Protocol, ReplyCheck.Views(Request, reply, new byte[payloadBytes]).Reason);

    [Theory]
    [InlineData(0.25, true)]
    [InlineData(0.3, false)]
    public void A_scale_is_one_that_was_allowed(double scale, bool isTaken)
    {
        var views = ReplyCheck.Views(Request with { Scaled = true }, Good with { DecodeScale = scale }, new byte[13]);

        Assert.Equal(isTaken ? scale : null, views.Value?.DecodeScale);
    }

    [Fact]
    public void Sound_that_is_not_a_number_is_refused()
    {
        var reply = new Reply { Media = Film, AudioSamples = 1 };

        Assert.Equal(DecodeReasons.Protocol, ReplyCheck.Views(Request, reply, BitConverter.GetBytes(float.NaN)).Reason);
    }

    [Fact]
    public void A_known_reason_is_passed_on() =>
        Assert.Equal(DecodeReasons.Truncated, ReplyCheck.Probe(new Reply { Reason = DecodeReasons.Truncated }, default).Reason);

    [Fact]
    public void A_rendering_without_bytes_is_refused() => Assert.Equal(
        DecodeReasons.Protocol,
        ReplyCheck.Render(new Reply { Render = new(Modality.Image, "jpg", 1, 1, 0) }, default).Reason);

    public static TheoryData<PartEntry[], byte[]> DishonestDocuments => new()
    {
        { [new(DocumentPartKind.Paragraph, 0, 3)], "ab"u8.ToArray() },
        { [new(DocumentPartKind.Paragraph, 0, 2)], "abc"u8.ToArray() },
        { [new(DocumentPartKind.Paragraph, 0, -1)], [] },
        { [new(DocumentPartKind.Paragraph, 1, 2)], "ab"u8.ToArray() },
        { [new(DocumentPartKind.Paragraph, 0, 0)], [] },
        { [new(DocumentPartKind.Paragraph, 0, 2)], [0xc3, 0x28] },
        { [new(DocumentPartKind.Paragraph, 0, 2)], "a\0"u8.ToArray() },
        { [new(DocumentPartKind.Omitted, 0, 2)], "ab"u8.ToArray() },
        { [new((DocumentPartKind)9, 0, 2)], "ab"u8.ToArray() },
        { [new(DocumentPartKind.Picture, 0, 2)], "ab"u8.ToArray() },
        { [new(DocumentPartKind.Picture, 1, 0)], [] },
        { [new(DocumentPartKind.Picture, 2, 1), new(DocumentPartKind.Picture, 2, 1)], "ab"u8.ToArray() },
        { [new(DocumentPartKind.Picture, 1, 1), new(DocumentPartKind.Picture, 2, 1), new(DocumentPartKind.Picture, 3, 1)], "abc"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(DishonestDocuments), DisableDiscoveryEnumeration = true)]
    public void A_dishonest_document_is_refused(PartEntry[] parts, byte[] payload) => Assert.Equal(
        DecodeReasons.Protocol, ReplyCheck.Document(new DocumentOptions { PicturesMax = 2 }, new Reply { Parts = parts }, payload).Reason);

    [Fact]
    public void An_honest_document_is_taken()
    {
        PartEntry[] parts = [new(DocumentPartKind.Heading, 0, 2), new(DocumentPartKind.Picture, 4, 3), new(DocumentPartKind.Omitted, 0, 0)];

        var document = ReplyCheck.Document(new DocumentOptions(), new Reply { Parts = parts }, "abpic"u8.ToArray()).Value!;

        Assert.Equal(["ab", "", ""], document.Parts.Select(part => part.Text));
        Assert.Equal("pic"u8.ToArray(), document.Parts[1].Picture.ToArray());
        Assert.Equal(4, document.Parts[1].Number);
    }
}
