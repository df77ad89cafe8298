using System.Globalization;
using Mm.Data.Decoder;
using Mm.Data.Decoder.Av;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Decode.Av;

/// <summary>
/// Pairs of films that are equal outside the regions to fill and differ inside: their outputs must be equal to the last byte, so nothing from
/// inside survives. The sources are lossless, in thirteen codecs and formats of colour. A dozen pairs run always, MMDATA_PAIRS=50 runs fifty.
/// </summary>
public sealed class FilmPairsTests : IDisposable
{
    private const int PairsUsual = 12;

    private static readonly (string Format, string Codec, string Extension, Container Container)[] _sources =
    [
        ("yuv420p", "libx264 -preset ultrafast -qp 0", "mp4", Container.Mp4),
        ("yuv444p", "ffv1", "mkv", Container.Matroska),
        ("gbrp", "utvideo", "avi", Container.Avi),
        ("yuv420p", "libvpx-vp9 -lossless 1 -cpu-used 8", "webm", Container.Matroska),
        ("yuv422p10le", "ffv1", "mkv", Container.Matroska),
        ("rgb24", "png", "mov", Container.Mp4),
        ("yuv422p", "huffyuv", "avi", Container.Avi),
        ("yuv444p", "libx264 -preset ultrafast -qp 0", "mkv", Container.Matroska),
        ("bgr0", "ffv1", "avi", Container.Avi),
        ("yuv420p10le", "ffv1", "mkv", Container.Matroska),
        ("yuv422p", "libx264 -preset ultrafast -qp 0", "mov", Container.Mp4),
        ("rgb24", "qtrle", "mov", Container.Mp4),
        ("yuv420p", "rawvideo", "avi", Container.Avi),
    ];

    private readonly Clips _clips = new();

    public static int Pairs =>
        int.TryParse(Environment.GetEnvironmentVariable("MMDATA_PAIRS"), CultureInfo.InvariantCulture, out var pairs) ? pairs : PairsUsual;

    public void Dispose() => _clips.Dispose();

    [Fact]
    public async Task Films_that_differ_inside_the_regions_alone_give_the_same_bytes()
    {
        for (var pair = 0; pair < Pairs; pair++)
        {
            var random = new Random(pair);
            var (format, codec, extension, container) = _sources[pair % _sources.Length];
            var raw = new RawFilm(format, 2 * random.Next(40, 90), 2 * random.Next(36, 70), 12, 10);
            var inside = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Any(random, raw)).ToArray();
            var request = new RenderRequest
            {
                Fill = [.. inside.Select(i => Region(i, raw))],
                SideMax = random.Next(3) == 0 ? 64 : 0,
            };
            var outputs = new List<byte[]>();
            foreach (var variant in (int[])[1, 2])
            {
                var frames = raw.Make(pair, variant, inside);
                var source = _clips.Write("raw", frames);
                var film = _clips.Make(
                    $"film.{extension}",
                    $"-f rawvideo -pix_fmt {format} -s {raw.Width}x{raw.Height} -r {raw.FramesPerSecond} -i {source} -c:v {codec} -pix_fmt {format}");
                var made = await AvRender.RunAsync(film, container, request, _clips.Limits, TestContext.Current.CancellationToken);
                Assert.True(made.Reason is null, $"pair {pair}, {codec} {format}: {made.Reason}");
                outputs.Add(made.Value!.Bytes.ToArray());
            }

            Assert.NotEmpty(outputs[0]);
            Assert.True(outputs[0].AsSpan().SequenceEqual(outputs[1]), $"pair {pair}, {codec} {format} in {extension}: the outputs differ");
        }
    }

    /// <summary>So that the test above can fail: one pixel more inside than is filled, and the bytes differ.</summary>
    [Fact]
    public async Task Films_that_differ_beside_the_regions_give_other_bytes()
    {
        var raw = new RawFilm("yuv420p", 96, 80, 6, 10);
        var request = new RenderRequest { Fill = [new FillRegion("face", 0.25f, 0.25f, 0.25f, 0.25f)] };
        var outputs = new List<byte[]>();
        foreach (var variant in (int[])[1, 2])
        {
            var source = _clips.Write("raw", raw.Make(1, variant, [new RawFilm.Inside(60, 60, 70, 70, 0, 5)]));
            var film = _clips.Make("film.mkv", $"-f rawvideo -pix_fmt yuv420p -s 96x80 -r 10 -i {source} -c:v ffv1");
            var made = await AvRender.RunAsync(film, Container.Matroska, request, _clips.Limits, TestContext.Current.CancellationToken);
            outputs.Add(made.Value!.Bytes.ToArray());
        }

        Assert.NotEqual(outputs[0], outputs[1]);
    }

    private static RawFilm.Inside Any(Random random, RawFilm raw)
    {
        var (left, top) = (random.Next(0, raw.Width - 12), random.Next(0, raw.Height - 12));
        var (right, bottom) = (Math.Min(raw.Width, left + random.Next(8, 60)), Math.Min(raw.Height, top + random.Next(8, 60)));
        var first = random.Next(0, raw.Frames - 2);
        return new RawFilm.Inside(left, top, right, bottom, first, Math.Min(raw.Frames - 1, first + random.Next(1, raw.Frames)));
    }

    private static FillRegion Region(RawFilm.Inside inside, RawFilm raw) => new(
        "face",
        (float)inside.Left / raw.Width,
        (float)inside.Top / raw.Height,
        (float)(inside.Right - inside.Left) / raw.Width,
        (float)(inside.Bottom - inside.Top) / raw.Height,
        (double)inside.FirstFrame / raw.FramesPerSecond,
        (double)inside.LastFrame / raw.FramesPerSecond);
}
