using System.Globalization;
using Mm.Data.Pipeline;
using NetVips;

namespace Mm.Data.Decoder.Bench;

/// <summary>
/// <c>bench-variants --input IN --folder OUT --count N</c>: writes what becomes of pictures on their way through the web, as
/// <c>000000-KIND.jpg</c> for the first N pictures of a folder: rescaled, compressed again, cropped, mirrored, written on, recoloured. The
/// same pictures give the same files.
/// </summary>
internal static class BenchVariants
{
    private const int Quality = 90;
    private const double Kept = 0.85;
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png"];

    public static int Run(IReadOnlyList<string> arguments)
    {
        var options = new BenchArguments(arguments, ["--input", "--folder", "--count"], []);
        var output = Directory.CreateDirectory(options.Text("--folder", ".")).FullName;
        var files = Directory.EnumerateFiles(options.Text("--input", "."), "*", SearchOption.AllDirectories)
            .Where(file => Extensions.Contains(Path.GetExtension(file).ToLowerInvariant()))
            .Order(StringComparer.Ordinal).Take(options.Whole("--count", 100, 1)).ToArray();
        if (files.Length == 0)
            throw new ConfigurationException($"--input: no .jpg or .png in {options.Text("--input", ".")}.");
        foreach (var (number, file) in files.Index())
        {
            using var picture = Open(file);
            foreach (var (kind, variant, quality) in Variants(picture, number))
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"{number:000000}-{kind}.jpg");
                using (variant)
                    variant.Jpegsave(Path.Combine(output, name), quality);
            }
        }

        return 0;
    }

    private static Image Open(string file)
    {
        using var raw = Image.NewFromFile(file);
        using var upright = raw.Autorot();
        using var colours = upright.Colourspace(Enums.Interpretation.Srgb);
        return (colours.HasAlpha() ? colours.Flatten() : colours).CopyMemory();
    }

    private static IEnumerable<(string Kind, Image Picture, int Quality)> Variants(Image picture, int number)
    {
        yield return ("original", picture.Copy(), 95);
        foreach (var scale in new[] { 0.5, 0.7, 1.5, 2 })
            yield return (Name("rescale", scale * 100), picture.Resize(scale), Quality);
        foreach (var quality in new[] { 30, 50, 75, 95 })
            yield return (Name("jpeg", quality), picture.Copy(), quality);
        yield return ("crop-85-middle", Crop(picture, Kept, 0.5, 0.5), Quality);
        yield return ("crop-85-corner", Crop(picture, Kept, number % 2, number / 2 % 2), Quality);
        yield return ("crop-85-anywhere", Crop(picture, Kept, Share(number, 17), Share(number, 29)), Quality);
        yield return ("crop-93-anywhere", Crop(picture, 0.93, Share(number, 23), Share(number, 31)), Quality);
        yield return ("flip", picture.FlipHor(), Quality);
        yield return ("overlay", Overlay(picture), Quality);
        yield return ("colour-brighter", picture.Linear([1.15], [12]).Cast(Enums.BandFormat.Uchar), Quality);
        yield return ("colour-grey", picture.Colourspace(Enums.Interpretation.Bw), Quality);
    }

    private static Image Crop(Image picture, double kept, double right, double down)
    {
        var (width, height) = ((int)(picture.Width * kept), (int)(picture.Height * kept));
        return picture.Crop((int)((picture.Width - width) * right), (int)((picture.Height - height) * down), width, height);
    }

    // A line of letters without letters: bars of white on a band of black over the lower eighth.
    private static Image Overlay(Image picture)
    {
        var (band, top) = (picture.Height / 8, picture.Height - (picture.Height / 6));
        return picture.Mutate(drawn =>
        {
            drawn.DrawRect([0, 0, 0], 0, top, picture.Width, band, fill: true);
            for (var x = band; x < picture.Width - band; x += band / 2)
                drawn.DrawRect([255, 255, 255], x, top + (band / 4), Math.Max(1, band / 4), Math.Max(1, band / 2), fill: true);
        });
    }

    // Spread over 0 to 1 by the golden ratio's fractions; no random numbers, so that the files are the same every time.
    private static double Share(int number, int salt) => ((number + 1) * salt * 0.6180339887498949) % 1;

    private static string Name(string kind, double number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{number:0}");
}
