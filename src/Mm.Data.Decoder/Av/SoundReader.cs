using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Mm.Data.Decode;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Av;

/// <summary>
/// Decodes the first sound track to mono samples in [-1, 1] at 16 kHz. Time 0 is the film's first frame, or the sound's own start.
/// </summary>
internal static class SoundReader
{
    public const int RateHz = 16_000;

    private const double SlackSeconds = 1;

    public static async Task<Decoded<float[]>> ReadAsync(
        string path, Container container, AvFacts facts, AvLimits limits, CancellationToken cancel)
    {
        var bytesMax = (long)((limits.SecondsMax + SlackSeconds) * RateHz) * sizeof(float);
        MemoryStream? sound = null;
        var exit = await Tool.RunAsync(Command(path, container, facts, limits), ReadAsync, cancel);
        if (sound is null)
            return Decoded.Failed<float[]>(DecodeReasons.TooLarge);
        return exit.Code == 0
            ? Clamp(MemoryMarshal.Cast<byte, float>(sound.GetBuffer().AsSpan(0, (int)sound.Length)))
            : Decoded.Failed<float[]>(AvReasons.Of(exit));

        async Task<bool> ReadAsync(Stream output) => (sound = await Tool.ReadAllAsync(output, bytesMax, cancel)) is not null;
    }

    /// <summary>
    /// Filters that bring a sound track onto the film's clock: what is before its first frame goes, a late start is filled with
    /// silence.
    /// </summary>
    public static string OnTheFilmsClock(AvFacts facts) => facts.Picture is { } picture
        ? $"asetpts=PTS-{picture.StartSeconds.ToString("0.#########", CultureInfo.InvariantCulture)}/TB,"
            + "atrim=start=0,aresample=async=1:first_pts=0"
        : "asetpts=PTS-STARTPTS";

    private static ProcessStartInfo Command(string path, Container container, AvFacts facts, AvLimits limits)
    {
        // Without rematrix_maxval a mix of two full tracks would pass 1.
        var filter = $"{OnTheFilmsClock(facts)},aresample={RateHz}:ochl=mono:osf=flt:rematrix_maxval=1";
        var start = new ProcessStartInfo(Tool.Ffmpeg);
        foreach (var argument in (string[])
            [
                "-nostdin", .. Demuxer.Guards(container, limits), "-filter_threads", "1", "-copyts",
                "-f", Demuxer.Name(container)!, "-i", Demuxer.File(path),
                "-map", $"0:{facts.Sound!.Index}", "-vn", "-dn", "-sn", "-filter:a", filter, "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1",
            ])
            start.ArgumentList.Add(argument);
        return start;
    }

    // Lossy decoders overshoot a little, and a hostile float file may hold anything.
    private static Decoded<float[]> Clamp(ReadOnlySpan<float> sound)
    {
        var samples = new float[sound.Length];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = float.IsNaN(sound[i]) ? 0 : Math.Clamp(sound[i], -1, 1);
        return samples;
    }
}
