using System.Globalization;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Decode;

/// <summary>
/// Nothing from inside a box survives: pictures that differ there alone become the same file. In every still format that Pillow writes,
/// under all orientations, into both formats that are written, at full size and scaled.
/// </summary>
public sealed class RedactedPairsTests(DecoderFixture decoder) : IClassFixture<DecoderFixture>
{
    private const int Count = 1000;

    private static readonly (string Format, int Quality, int SideMax)[] _requests =
        [("jpeg", 90, 0), ("jpeg", 98, 0), ("png", 90, 0), ("jpeg", 75, 96), ("png", 90, 111), ("jpeg", 95, 64), ("jpeg", 40, 0)];

    [Promise(PromiseAttribute.Privacy, "Nothing from inside a filled box survives: pictures that differ only there become equal files.")]
    [Fact]
    public async Task A_thousand_pairs_that_differ_inside_the_boxes_become_equal_files()
    {
        using var folder = new TemporaryFolder();
        Pictures.PillowFile(
            Path.Combine(Checkout.Root, "tests", "Mm.Data.Tests", "Decode", "redacted_pairs.py"), folder.Path,
            Count.ToString(CultureInfo.InvariantCulture));
        var cases = await File.ReadAllLinesAsync(folder["cases.txt"], TestContext.Current.CancellationToken);
        Assert.Equal(Count, cases.Length);

        var different = new List<string>();
        foreach (var line in cases)
        {
            var (number, what, request) = Read(line);
            var one = await File.ReadAllBytesAsync(folder[$"{number:0000}.a"], TestContext.Current.CancellationToken);
            var two = await File.ReadAllBytesAsync(folder[$"{number:0000}.b"], TestContext.Current.CancellationToken);
            var filled = await decoder.RenderAsync(one, request);
            var other = await decoder.RenderAsync(two, request);
            if (!filled.Bytes.Span.SequenceEqual(other.Bytes.Span))
                different.Add($"{number} {what} to {request.ImageFormat} {request.ImageQuality} {request.SideMax}");

            // Or else the pair would prove nothing.
            var open = request with { Fill = [] };
            Assert.NotEqual((await decoder.RenderAsync(one, open)).Bytes.ToArray(), (await decoder.RenderAsync(two, open)).Bytes.ToArray());
        }

        Assert.True(different.Count == 0, $"{different.Count} of {Count} pairs differ:\n{string.Join('\n', different.Take(40))}");
    }

    private static (int Number, string What, RenderRequest Request) Read(string line)
    {
        var parts = line.Split(' ');
        var numbers = parts[2..].Select(part => float.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var (width, height) = (numbers[0], numbers[1]);
        var number = int.Parse(parts[0], CultureInfo.InvariantCulture);
        var (format, quality, sideMax) = _requests[number % _requests.Length];
        return (number, parts[1], new RenderRequest
        {
            ImageFormat = format,
            ImageQuality = quality,
            SideMax = sideMax,
            Fill = [.. numbers[2..].Chunk(4).Select(box => new FillRegion("face", box[0] / width, box[1] / height, box[2] / width, box[3] / height))],
        });
    }
}
