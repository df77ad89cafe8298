using System.Buffers.Binary;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Av;

/// <summary>
/// Sets intervals of a file of interleaved 16-bit samples to zero, sample by sample. What lies beside an interval is faded on its own
/// side, so that no click is heard; the interval itself holds nothing but zeros.
/// </summary>
internal static class SoundMute
{
    public const double FadeSeconds = 0.005;

    private const int SampleBytes = sizeof(short);
    private const int ChunkBytes = 1 << 16;

    public static void Apply(string path, int channels, int rateHz, IReadOnlyList<SoundSpan> spans)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        var frameBytes = channels * SampleBytes;
        var frames = file.Length / frameBytes;
        var fade = (long)(FadeSeconds * rateHz);
        foreach (var (from, to) in Merge(spans, rateHz, frames))
        {
            Fade(file, frameBytes, Math.Max(0, from - fade), from, step => (from - step) / (double)(fade + 1));
            Zero(file, from * frameBytes, to * frameBytes);
            Fade(file, frameBytes, to, Math.Min(frames, to + fade), step => (step - to + 1) / (double)(fade + 1));
        }
    }

    /// <summary>In whole sample frames, outward; those that touch as one.</summary>
    private static List<(long From, long To)> Merge(IReadOnlyList<SoundSpan> spans, int rateHz, long frames)
    {
        var merged = new List<(long From, long To)>();
        foreach (var (from, to) in spans.Select(InFrames).Order())
        {
            if (to <= from)
                continue;
            if (merged.Count > 0 && from <= merged[^1].To)
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, to));
            else
                merged.Add((from, to));
        }

        return merged;

        (long From, long To) InFrames(SoundSpan span) =>
            (At(Math.Floor(span.FromSeconds * rateHz)), At(Math.Ceiling(span.ToSeconds * rateHz)));

        long At(double frame) => (long)Math.Clamp(frame, 0, frames);
    }

    private static void Zero(FileStream file, long from, long to)
    {
        var zeros = new byte[ChunkBytes];
        file.Position = from;
        while (file.Position < to)
            file.Write(zeros, 0, (int)Math.Min(ChunkBytes, to - file.Position));
    }

    private static void Fade(FileStream file, int frameBytes, long from, long to, Func<long, double> gain)
    {
        var bytes = new byte[(to - from) * frameBytes];
        file.Position = from * frameBytes;
        file.ReadExactly(bytes);
        for (var at = 0; at < bytes.Length; at += SampleBytes)
        {
            var sample = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(at));
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(at), (short)Math.Truncate(sample * gain(from + (at / frameBytes))));
        }

        file.Position = from * frameBytes;
        file.Write(bytes);
    }
}
