using System.Buffers.Binary;
using Mm.Data.Decoder;
using Mm.Data.Decoder.Av;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Decode.Av;

/// <summary>
/// Pairs of sounds, and films with sound, that are equal outside the intervals to mute and differ inside: equal outputs to the last byte. A
/// dozen pairs run always, MMDATA_PAIRS=50 runs fifty.
/// </summary>
public sealed class SoundPairsTests : IDisposable
{
    private const double Seconds = 1.2;
    private static readonly int[] _ratesHz = [8_000, 16_000, 22_050, 44_100, 48_000, 96_000];

    private static readonly (string Codec, string Extension, Container Container)[] _sources =
    [
        ("pcm_s16le", "wav", Container.Wav),
        ("flac", "flac", Container.Flac),
        ("alac", "m4a", Container.Mp4),
        ("pcm_s24le", "wav", Container.Wav),
        ("pcm_f32le", "wav", Container.Wav),
        ("flac", "mkv", Container.Matroska),
        ("pcm_s16be", "mov", Container.Mp4),
        ("wavpack", "mkv", Container.Matroska),
        ("pcm_s16le", "avi", Container.Avi),
        ("tta", "mkv", Container.Matroska),
    ];

    private readonly Clips _clips = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _clips.Dispose();

    [Fact]
    public async Task Sounds_that_differ_inside_the_intervals_alone_give_the_same_bytes()
    {
        for (var pair = 0; pair < FilmPairsTests.Pairs; pair++)
        {
            var random = new Random(pair);
            var (codec, extension, container) = _sources[pair % _sources.Length];
            var (rateHz, channels) = (_ratesHz[random.Next(_ratesHz.Length)], pair % 3 == 2 ? 6 : (pair % 3) + 1);
            var isFilm = extension is "mkv" or "mov" or "avi" && pair % 2 == 1;
            SoundSpan[] mute = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Any(random))];
            var outputs = new List<byte[]>();
            foreach (var variant in (int[])[1, 2])
            {
                var sound = _clips.Write("raw", Make(pair, variant, rateHz, channels, mute));
                var picture = isFilm ? "-f lavfi -i testsrc2=s=64x48:r=10:d=1 -map 1:v -map 0:a -c:v ffv1" : "";
                var source = _clips.Make($"source.{extension}", $"-f s16le -ar {rateHz} -ac {channels} -i {sound} {picture} -c:a {codec}");
                var request = new RenderRequest { Sound = SoundPolicy.MuteSpans, Mute = mute };
                var made = await AvRender.RunAsync(source, container, request, _clips.Limits, Cancel);
                Assert.True(made.Reason is null, $"pair {pair}, {codec} in {extension}: {made.Reason}");
                outputs.Add(made.Value!.Bytes.ToArray());
            }

            Assert.NotEmpty(outputs[0]);
            Assert.True(
                outputs[0].AsSpan().SequenceEqual(outputs[1]),
                $"pair {pair}, {codec} in {extension}, {rateHz} Hz, {channels} channels: the outputs differ");
        }
    }

    [Fact]
    public async Task What_is_muted_is_zero_to_the_last_bit_and_what_is_not_is_as_it_was()
    {
        const int RateHz = 16_000;
        var source = _clips.Write("raw", Make(3, 1, RateHz, 1, []));
        var wav = _clips.Make("source.wav", $"-f s16le -ar {RateHz} -ac 1 -i {source}");
        var request = new RenderRequest { Sound = SoundPolicy.MuteSpans, Mute = [new SoundSpan(0.5, 0.75)] };
        var made = await AvRender.RunAsync(wav, Container.Wav, request, _clips.Limits, Cancel);
        _clips.Make("output.raw", $"-i {_clips.Save(made.Value!)} -f s16le -c:a pcm_s16le");
        var (before, after) = (Samples(source), Samples(_clips["output.raw"]));

        var fade = (int)(SoundMute.FadeSeconds * RateHz);
        Assert.Equal(before.Length, after.Length);
        Assert.All(after[8_000..12_000], sample => Assert.Equal(0, sample));
        Assert.Equal(before[..(8_000 - fade)], after[..(8_000 - fade)]);
        Assert.Equal(before[(12_000 + fade)..], after[(12_000 + fade)..]);
        Assert.All(Enumerable.Range(8_000 - fade, fade), i => Assert.True(Math.Abs(after[i]) <= Math.Abs(before[i])));
    }

    [Fact]
    public async Task Kept_sound_of_a_film_has_the_same_bytes_every_time()
    {
        var film = _clips.Make("film.mp4", "-f lavfi -i testsrc2=s=64x48:r=10:d=2 -f lavfi -i anoisesrc=d=2:seed=1 -c:v libx264 -c:a aac");
        var outputs = new List<byte[]>();
        for (var i = 0; i < 3; i++)
        {
            var made = await AvRender.RunAsync(film, Container.Mp4, new RenderRequest { Sound = SoundPolicy.Keep }, _clips.Limits, Cancel);
            outputs.Add(made.Value!.Bytes.ToArray());
        }

        Assert.Equal(outputs[0], outputs[1]);
        Assert.Equal(outputs[0], outputs[2]);
    }

    private static SoundSpan Any(Random random)
    {
        var from = random.NextDouble() * Seconds;
        return new SoundSpan(from, from + (random.NextDouble() * 0.5) + 0.001);
    }

    private static short[] Samples(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return [.. Enumerable.Range(0, bytes.Length / 2).Select(i => BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(2 * i)))];
    }

    /// <summary>A tone with noise, the same of one seed; inside the spans noise of the variant, up to full scale.</summary>
    private static byte[] Make(int seed, int variant, int rateHz, int channels, SoundSpan[] inside)
    {
        var (common, other) = (new Random(seed), new Random(HashCode.Combine(seed, variant)));
        var frames = (int)(Seconds * rateHz);
        var bytes = new byte[frames * channels * 2];
        for (var i = 0; i < frames; i++)
        {
            var time = i / (double)rateHz;
            var hidden = inside.Any(span => span.FromSeconds <= time && time < span.ToSeconds);
            for (var channel = 0; channel < channels; channel++)
            {
                var value = (9000 * Math.Sin(2 * Math.PI * (220 + (40 * channel)) * time)) + common.Next(-900, 900);
                var sample = hidden ? other.Next(short.MinValue, short.MaxValue + 1) : (int)value;
                BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(((i * channels) + channel) * 2), (short)sample);
            }
        }

        return bytes;
    }
}
