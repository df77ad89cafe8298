using Mm.Data.Decode.Protocol;
using Mm.Data.Decoder;
using Mm.Data.Decoder.Images;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Decode;

/// <summary>Which pictures say that they will take long.</summary>
public sealed class LargePictureTests
{
    private static readonly ChildSettings Limits = new()
    {
        Core = 0,
        SharedDescriptor = -1,
        MemoryMib = 1024,
        CpuSecondsMax = 60,
        FileBytesMax = 1 << 30,
        InputBytesMax = 1 << 30,
        OutputBytesMax = 1 << 30,
        PixelsMax = 50_000_000,
        SideMax = 65_535,
        FramesMax = 1000,
        RatioMax = 10_000,
        SecondsMax = 600,
        ProcessesMax = 0,
        EnvironmentNames = [],
        TemporaryFolder = "",
    };

    [Theory]
    [InlineData(1000, 0)]
    [InlineData(2100, 1)]
    public void Only_one_of_many_pixels_asks_for_time_before_it_is_decoded(int side, int notes)
    {
        var png = PlainPng.Write(new byte[side * side * 3], side, side);
        var said = 0;

        var answer = new StillDecoder(Limits).Answer(
            new Ask { Kind = AskKind.Probe }, Container.Png, png, new AnswerRoom(null, Frame.Behind), () => said++);

        Assert.Null(answer.Header.Reason);
        Assert.Equal(notes, said);
    }
}
