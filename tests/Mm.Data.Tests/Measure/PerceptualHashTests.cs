using System.Diagnostics;
using System.Numerics;
using Mm.Data.Measure;
using Xunit;

namespace Mm.Data.Tests.Measure;

public sealed class PerceptualHashTests
{
    private const int Side = PerceptualHash.Side;

    // Draws a picture of shapes from a seed and prints 32 x 32 luma of it and of altered copies, one after the other.
    private const string Draw = """
        import io, random, sys
        from PIL import Image, ImageDraw, ImageEnhance, ImageFilter
        def picture(seed):
            r = random.Random(seed)
            im = Image.new("RGB", (640, 480), tuple(r.randrange(60, 200) for _ in range(3)))
            d = ImageDraw.Draw(im)
            for _ in range(25):
                x, y, w, h = r.randrange(-50, 600), r.randrange(-50, 440), r.randrange(30, 300), r.randrange(30, 300)
                fill = tuple(r.randrange(20, 235) for _ in range(3))
                (d.ellipse if r.random() < .5 else d.rectangle)([x, y, x + w, y + h], fill=fill)
            return im.filter(ImageFilter.GaussianBlur(2))
        def jpeg(im, q):
            b = io.BytesIO(); im.save(b, "JPEG", quality=q); b.seek(0); return Image.open(b).convert("RGB")
        def page(seed):
            r = random.Random(seed)
            im = Image.new("RGB", (640, 480), "white")
            d = ImageDraw.Draw(im)
            for line in range(14):
                d.text((30, 20 + 32 * line), "".join(r.choice("abcdefghij klmno pqrst") for _ in range(r.randrange(20, 90))), fill="black")
            return im
        def put(im): sys.stdout.buffer.write(im.convert("L").resize((32, 32), Image.BICUBIC).tobytes())
        for seed in range(20):
            im = picture(seed)
            for one in (im, im.resize((200, 150), Image.BICUBIC), im.resize((1280, 700), Image.BICUBIC), jpeg(im, 50),
                jpeg(im.resize((320, 240)), 30),
                        ImageEnhance.Brightness(im).enhance(1.08), ImageEnhance.Contrast(im).enhance(.9)):
                put(one)
        for seed in range(20):
            put(page(seed))
        """;

    [Fact]
    public void Scaled_recompressed_and_brighter_copies_stay_within_six_bits_and_other_pictures_do_not()
    {
        var hashes = DrawnHashes();
        var families = hashes[..140].Chunk(7).ToList();

        Assert.All(families, family => Assert.All(family, copy => Assert.InRange(Distance(copy, family[0]), 0, 6)));
        Assert.All(families, family => Assert.All(
            families.Where(other => other != family), other => Assert.InRange(Distance(other[0], family[0]), 13, 64)));
        Assert.DoesNotContain(families, family => family.Any(copy => copy.IsFlat));
    }

    [Fact]
    public void Pages_of_different_text_are_not_taken_for_one_another()
    {
        var pages = DrawnHashes()[140..].Where(page => !page.IsFlat).ToList();

        Assert.All(pages, page => Assert.All(pages.Where(other => other != page), other => Assert.InRange(Distance(other, page), 7, 64)));
    }

    [Fact]
    public void A_shift_in_brightness_without_clipping_changes_no_bit()
    {
        var picture = Noise(7);

        Assert.Equal(PerceptualHash.Of(picture), PerceptualHash.Of([.. picture.Select(level => (byte)(level + 30))]));
    }

    [Fact]
    public void Noise_is_not_flat_and_has_half_of_its_bits_set()
    {
        var hash = PerceptualHash.Of(Noise(1));

        Assert.False(hash.IsFlat);
        Assert.Equal(32, BitOperations.PopCount(hash.Bits));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void One_grey_with_or_without_the_noise_of_encoding_is_flat(int noise)
    {
        var picture = Noise(3).Select(level => (byte)(128 + (level % (noise + 1)))).ToArray();

        Assert.True(PerceptualHash.Of(picture).IsFlat);
    }

    [Fact]
    public void A_plain_gradient_is_flat() =>
        Assert.True(PerceptualHash.Of([.. Enumerable.Range(0, Side * Side).Select(i => (byte)(i % Side * 8))]).IsFlat);

    [Fact]
    public void The_hash_of_a_known_picture_never_changes() => Assert.Equal(Known, PerceptualHash.Of(Noise(42)).Bits);

    [Fact]
    public void A_picture_of_another_size_is_a_fault_of_the_caller() =>
        Assert.Throws<ArgumentException>(() => PerceptualHash.Of(new byte[Side]));

    // Computed by a separate implementation in floating point.
    private const ulong Known = 16151358414633160173;

    private static int Distance(PerceptualHash one, PerceptualHash other) => BitOperations.PopCount(one.Bits ^ other.Bits);

    // A linear congruential generator (Knuth's MMIX constants): the same picture on every machine.
    private static byte[] Noise(ulong seed)
    {
        var picture = new byte[Side * Side];
        for (var i = 0; i < picture.Length; i++)
        {
            seed = (seed * 6364136223846793005) + 1442695040888963407;
            picture[i] = (byte)(10 + ((seed >> 33) % 200));
        }

        return picture;
    }

    private static PerceptualHash[] DrawnHashes()
    {
        Assert.SkipUnless(File.Exists("/usr/lib/python3/dist-packages/PIL/Image.py"), "python3-pil is not installed");
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Draw]) { RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        python.StandardOutput.BaseStream.CopyTo(output);
        python.WaitForExit();
        Assert.Equal(0, python.ExitCode);
        return [.. output.ToArray().Chunk(Side * Side).Select(picture => PerceptualHash.Of(picture))];
    }
}
