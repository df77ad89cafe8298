using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Mm.Data.Decode;
using Mm.Data.Decoder.Images;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Bench;

/// <summary>
/// <c>bench-reference --core N --seconds T --mode MODE [--view PX] FILE...</c>: what a pool is measured against, in a process of its own
/// on one core, over the files in turn; one line of JSON on standard output. Modes: <c>decode</c> and <c>scaled-decode</c> are
/// libjpeg-turbo and nothing else, with the flags and the scale that the pool uses; with <c>-resample</c> a view is made as well.
/// </summary>
internal static class BenchReference
{
    private const double WarmSeconds = 0.7;

    public static int Run(IReadOnlyList<string> arguments)
    {
        var options = new BenchArguments(arguments, ["--core", "--seconds", "--mode", "--view"], []);
        if (options.Rest.Count == 0)
            throw new ConfigurationException("bench-reference: name at least one JPEG file.");
        CpuAffinity.PinProcess(options.Whole("--core", CpuAffinity.Allowed()[0], 0));
        var files = options.Rest.Select(File.ReadAllBytes).ToArray();
        var view = new ViewSpec(options.Whole("--view", 224, 1), options.Whole("--view", 224, 1));
        var operation = Operation(options.Text("--mode", "decode"), view);
        Measure(files, operation, WarmSeconds); // a child of a pool has long been compiled to its best
        Console.WriteLine(Measure(files, operation, options.Number("--seconds", 2, 0.01)));
        return 0;
    }

    private static Action<byte[]> Operation(string mode, ViewSpec view)
    {
        var views = new ViewMaker();
        var pixels = new byte[view.Bytes];
        return mode switch
        {
            "decode" => file => Picture(file, view, isScaled: false).Dispose(),
            "scaled-decode" => file => Picture(file, view, isScaled: true).Dispose(),
            "decode-resample" => file => Resample(file, isScaled: false),
            "scaled-decode-resample" => file => Resample(file, isScaled: true),
            _ => throw new ConfigurationException(
                $"--mode: decode, scaled-decode, decode-resample or scaled-decode-resample, not '{mode}'."),
        };

        void Resample(byte[] file, bool isScaled)
        {
            using var picture = Picture(file, view, isScaled);
            views.Make(picture, (picture.Width, picture.Height), view, pixels);
        }
    }

    private static Picture Picture(byte[] file, ViewSpec view, bool isScaled)
    {
        var segments = JpegSegments.Read(file);
        var denominator = isScaled ? ScaledDecode.Denominator(segments.Width, segments.Height, [view], new ViewsRequest().ScaledMargin) : 1;
        return TurboJpeg.Decode(file, segments.Width, segments.Height, denominator);
    }

    private static string Measure(byte[][] files, Action<byte[]> operation, double seconds)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        long images = 0;
        while (watch.Elapsed.TotalSeconds < seconds)
            operation(files[images++ % files.Length]);
        var wall = watch.Elapsed.TotalSeconds;
        var used = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        return string.Create(
            CultureInfo.InvariantCulture, $$"""{"images":{{images}},"wall_seconds":{{wall:0.000000}},"cpu_seconds":{{used:0.000000}}}""");
    }
}
