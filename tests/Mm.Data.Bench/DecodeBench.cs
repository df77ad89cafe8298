using Mm.Data.Decode;
using Mm.Data.Decoder.Images;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Bench;

/// <summary>
/// What the child process, its protocol, the sandbox and the resampler cost: a 224 px view through the pool against the bare decoding of
/// the same JPEG in this process. One at a time and one child, so that both use one core.
/// </summary>
internal static class DecodeBench
{
    public static async Task RunAsync()
    {
        if (!TurboJpeg.IsPresent)
        {
            Console.WriteLine("decode: left out, libturbojpeg is not on this machine");
            return;
        }

        await using var pool = OneChild();
        await Rounds.RunAsync(
            "decode, JPEG 1024 x 768, one core",
            new Contender("libturbojpeg, decoding alone", DecodeAsync),
            new Contender("decoder pool, decoding and a 224 px view", () => ViewAsync(pool, new ViewSpec(224, 224))));
    }

    public static DecoderPool OneChild() => new(new DecodeOptions { Cores = [CpuAffinity.Allowed()[0]] }, TimeProvider.System);

    public static async Task<View> ViewAsync(DecoderPool pool, ViewSpec spec)
    {
        var views = await pool.ViewsAsync(Photograph.Jpeg, new ViewsRequest { Specs = [spec] }, CancellationToken.None);
        return views.Value?.Views[0] ?? throw new InvalidOperationException($"The generated JPEG was refused: {views.Reason}");
    }

    private static Task DecodeAsync()
    {
        TurboJpeg.Decode(Photograph.Jpeg, Photograph.Width, Photograph.Height).Dispose();
        return Task.CompletedTask;
    }
}
