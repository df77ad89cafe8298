using Mm.Data.App.Hosting;
using Mm.Data.Decode;

namespace Mm.Data.App.Bench;

/// <summary>A folder of generated JPEGs with captions: so many, of this size.</summary>
internal sealed record PictureOrder(string Scratch, int Count, int Width, int Height);

/// <summary>Generates photograph-like JPEGs through the decoder's own <c>bench-make</c>, the same bytes every time.</summary>
internal static class BenchPictures
{
    public static async Task<string> MakeAsync(AppSettings settings, PictureOrder order, CancellationToken cancel)
    {
        var folder = Path.Combine(order.Scratch, $"pictures-{order.Count}-{order.Width}");
        await ChildRun.RunAsync(
            [
                .. DecoderProgram.Command(settings.Decode), "bench-make", "--folder", folder, "--count", $"{order.Count}",
                "--width", $"{order.Width}", "--height", $"{order.Height}", "--seed", "1", "--captions",
            ],
            cancel);
        return folder;
    }
}
