using System.Globalization;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Decode;

/// <summary>
/// The views of more than 300 pictures of every still format against what Debian's Pillow makes of them. AVIF and HEIC are not among
/// them: that Pillow reads neither.
/// </summary>
public sealed class VariedPicturesTests(DecoderFixture decoder) : IClassFixture<DecoderFixture>
{
    private const int Least = 300;

    [Fact]
    public async Task Every_view_of_varied_pictures_has_the_bytes_that_Pillow_gives()
    {
        using var folder = new TemporaryFolder();
        Pictures.PillowFile(Path.Combine(Checkout.Root, "tests", "Mm.Data.Tests", "Decode", "varied_pictures.py"), folder.Path);
        var cases = File.ReadAllLines(folder["cases.txt"]);
        Assert.InRange(cases.Length, Least, int.MaxValue);

        var wrong = new List<string>();
        foreach (var line in cases)
        {
            var parts = line.Split(' ', 4);
            var (width, height) = (int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
            var number = int.Parse(parts[0], CultureInfo.InvariantCulture).ToString("000", CultureInfo.InvariantCulture);
            var encoded = await File.ReadAllBytesAsync(folder[$"{number}.in"], TestContext.Current.CancellationToken);
            var expected = await File.ReadAllBytesAsync(folder[$"{number}.rgb"], TestContext.Current.CancellationToken);
            var request = new ViewsRequest { Specs = [new(width, height)] };
            var views = await decoder.Pool.ViewsAsync(encoded, request, TestContext.Current.CancellationToken);
            if (views.Value is not { } made)
                wrong.Add($"{parts[3]}: {views.Reason}");
            else if (!made.Views[0].Pixels.Span.SequenceEqual(expected))
                wrong.Add($"{parts[3]}: {Difference(made.Views[0].Pixels.Span, expected)}");
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {cases.Length} differ:\n{string.Join('\n', wrong)}");
    }

    private static string Difference(ReadOnlySpan<byte> actual, ReadOnlySpan<byte> expected)
    {
        var (most, count) = (0, 0);
        for (var i = 0; i < expected.Length; i++)
        {
            most = Math.Max(most, Math.Abs(actual[i] - expected[i]));
            count += actual[i] == expected[i] ? 0 : 1;
        }

        return $"{count} of {expected.Length} bytes, by {most} at most";
    }
}
