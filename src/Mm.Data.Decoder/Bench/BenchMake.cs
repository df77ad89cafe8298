using System.Globalization;
using Mm.Data.Decoder.Images;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Bench;

/// <summary>
/// <c>bench-make --folder F --count N --width W --height H --seed S [--quality Q] [--captions]</c>: writes JPEG files to measure with,
/// and beside each, if asked for, its caption. The same arguments give the same bytes.
/// </summary>
internal static class BenchMake
{
    private const int DefaultQuality = 87;
    private static readonly string[] Things = ["a dog", "two boats", "an old house", "a red car", "children", "a market", "a bridge"];
    private static readonly string[] Places = ["on a beach", "in the rain", "at night", "beside a river", "in a street", "under trees"];

    public static int Run(IReadOnlyList<string> arguments)
    {
        var options = new BenchArguments(arguments, ["--folder", "--count", "--width", "--height", "--seed", "--quality"], ["--captions"]);
        var folder = Directory.CreateDirectory(options.Text("--folder", "."));
        var (count, seed) = (options.Whole("--count", 1, 1), options.Whole("--seed", 1, 0));
        var (width, height) = (options.Whole("--width", 1024, 16), options.Whole("--height", 768, 16));
        var request = new RenderRequest { ImageFormat = "jpeg", ImageQuality = options.Whole("--quality", DefaultQuality, 1) };
        var photograph = new Photograph();
        for (var i = 0; i < count; i++)
        {
            using var picture = photograph.Draw(width, height, (uint)(seed + i));
            var name = Path.Combine(folder.FullName, i.ToString("000000", CultureInfo.InvariantCulture));
            File.WriteAllBytes(name + ".jpg", StillEncoder.Encode(picture, request));
            if (options.Has("--captions"))
                File.WriteAllText(name + ".txt", Caption(seed + i));
        }

        return 0;
    }

    // Every caption differs, as captions do: a cache of texts must not make a benchmark fast.
    private static string Caption(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Things[number % Things.Length]} {Places[number / Things.Length % Places.Length]}, picture {number}\n");
}
