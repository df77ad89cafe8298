using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure;

/// <summary>Level, clipping, silence and signal to noise of sound and of films with sound. Columns alone: rules decide.</summary>
[Stage("sound-quality")]
public sealed class SoundQualityStage : IStage
{
    private const string Prefix = "sound-quality.";
    private const int FrameSamples = 320; // 20 ms at 16 kHz
    private const double QuietestDecibel = -120;
    private const double SilentDecibel = -60;
    private const float Full = 0.999f;
    private const double NoiseShare = 0.1;
    private const double SignalShare = 0.9;

    public StageNeeds Needs { get; } = new(BatchMax: 4);

    public IReadOnlyList<FeatureColumn> Columns { get; } =
    [
        new(Prefix + "level-dbfs", FeatureKind.Number, "Root mean square in dB of full scale, -120 for silence; absent without sound."),
        new(Prefix + "clipped-share", FeatureKind.Number, "Share of samples at full scale."),
        new(Prefix + "silent-share", FeatureKind.Number, "Share of stretches of 20 ms below -60 dB of full scale."),
        new(Prefix + "snr-db", FeatureKind.Number, "Level of the loud stretches (90th percentile) over that of the quiet (10th), in dB."),
    ];

    public IReadOnlyList<ViewSpec> Views => [];

    public bool Hears => true;

    public IReadOnlyList<ModelUse> Models => [];

    public StageReads Reads => StageReads.Asset;

    public ValueTask RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel)
    {
        foreach (var sample in batch.Where(sample => sample.Audio16k.Length >= FrameSamples))
        {
            cancel.ThrowIfCancellationRequested();
            Write(sample.Audio16k.Span, sample.Features);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static void Write(ReadOnlySpan<float> sound, FeatureRow features)
    {
        var levels = new double[sound.Length / FrameSamples];
        var (energy, clipped) = (0.0, 0L);
        for (var frame = 0; frame < levels.Length; frame++)
        {
            var own = 0.0;
            foreach (var value in sound.Slice(frame * FrameSamples, FrameSamples))
            {
                own += (double)value * value;
                clipped += Math.Abs(value) >= Full ? 1 : 0;
            }

            levels[frame] = Decibel(own / FrameSamples);
            energy += own;
        }

        var count = (double)levels.Length * FrameSamples;
        features.Set(Prefix + "level-dbfs", Decibel(energy / count));
        features.Set(Prefix + "clipped-share", clipped / count);
        features.Set(Prefix + "silent-share", levels.Count(level => level < SilentDecibel) / (double)levels.Length);
        Array.Sort(levels);
        features.Set(Prefix + "snr-db", At(levels, SignalShare) - At(levels, NoiseShare));
    }

    private static double At(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];

    private static double Decibel(double power) => Math.Max(QuietestDecibel, 10 * Math.Log10(Math.Max(power, double.Epsilon)));

    /// <summary>Nothing to set.</summary>
    public sealed record Options;
}
