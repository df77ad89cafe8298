using System.Text.Json;
using Mm.Data.Measure;
using Mm.Data.Models;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Decode;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Measure;

public sealed class SpeechStageTests(DecoderFixture decoder) : IClassFixture<DecoderFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Intervals_share_and_level_are_written()
    {
        await using var stage = new SpeechStage(new FakeModels([.. Enumerable.Repeat(0f, 10), .. Enumerable.Repeat(0.9f, 10), .. new float[10]]), new());
        using var sample = Heard(30 * 512);
        await stage.RunAsync([sample], Cancel);

        var interval = sample.Features.Vector("speech.intervals")!;
        Assert.Equal([0.07, 0.89], interval.Select(at => Math.Round(at, 2)));
        Assert.Equal(0.82, sample.Features.Number("speech.seconds")!.Value, 2);
        Assert.Equal(0.82 / 0.96, sample.Features.Number("speech.share")!.Value, 2);
        Assert.Equal(-6.02, sample.Features.Number("speech.level-dbfs")!.Value, 2);
    }

    [Fact]
    public async Task A_film_without_sound_has_no_speech_and_a_picture_no_columns()
    {
        await using var stage = new SpeechStage(new FakeModels([]), new());
        using var film = new Sample("film", 0) { Media = Facts(Modality.Video) };
        using var picture = new Sample("picture", 0) { Media = Facts(Modality.Image) };
        await stage.RunAsync([film, picture], Cancel);

        Assert.Empty(film.Features.Vector("speech.intervals")!);
        Assert.False(film.Features.Has("speech.share"));
        Assert.Empty(picture.Features.Names);
    }

    [Fact]
    public async Task A_detector_that_fails_quarantines()
    {
        await using var stage = new SpeechStage(new FakeModels(null), new());
        using var sample = Heard(512);
        await stage.RunAsync([sample], Cancel);
        Assert.Equal((Outcome.Quarantined, "speech.detector-failed"), (sample.Verdict.Outcome, sample.Verdict.Reason));
    }

    /// <summary>The real model on the clips of the sample set, whose makers know when what is said.</summary>
    [Theory]
    [InlineData("audio/message.wav")]
    [InlineData("audio/customer.mp3")]
    [InlineData("audio/parcel.ogg")]
    [InlineData("video/faces.mp4")]
    public async Task All_that_is_spoken_in_the_sample_set_is_heard(string path)
    {
        var options = new ModelOptions { Folders = [Path.Combine(Checkout.Root, ".setup", "models")] };
        Assert.SkipUnless(Directory.Exists(Path.Combine(Checkout.Root, ".setup", "models", "silero-vad")), "model silero-vad is not built: run ops/quickstart");
        await using var models = new OnnxModels(new ModelStore(options), options);
        await using var stage = new SpeechStage(models, new());
        var asset = await File.ReadAllBytesAsync(Path.Combine(Checkout.Samples, path), Cancel);
        var views = await decoder.Pool.ViewsAsync(asset, new ViewsRequest { Audio16k = true }, Cancel);
        using var sample = new Sample("clip", 0) { Media = views.Value!.Media, Audio16k = views.Value.Audio16k };
        await stage.RunAsync([sample], Cancel);
        var heard = sample.Features.Vector("speech.intervals")!;

        var (missed, spoken) = (0, 0);
        foreach (var (from, to) in Spoken(path))
        {
            for (var at = from; at < to; at += 0.02)
            {
                if (Peak(sample.Audio16k, at) < 0.02)
                    continue; // parts end with a breath of silence
                spoken++;
                missed += Enumerable.Range(0, heard.Length / 2).Any(i => heard[2 * i] <= at && at <= heard[(2 * i) + 1]) ? 0 : 1;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{path}: {missed} of {spoken} moments of speech not heard");
        Assert.True(spoken > 100);
        Assert.Equal(0, missed);
    }

    private static float Peak(ReadOnlyMemory<float> sound, double at)
    {
        var from = Math.Min(sound.Length, (int)(at * 16_000));
        return sound[from..Math.Min(sound.Length, from + 320)].ToArray().Select(Math.Abs).DefaultIfEmpty(0).Max();
    }

    private static IEnumerable<(double From, double To)> Spoken(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Checkout.Root, ".setup", "samples", "expected.json")));
        var list = json.RootElement.ValueKind is JsonValueKind.Array ? json.RootElement : json.RootElement.GetProperty("samples");
        var clip = list.EnumerateArray().Single(entry => entry.GetProperty("path").GetString() == path);
        return [.. clip.GetProperty("speech").EnumerateArray()
            .Select(part => (part.GetProperty("start_s").GetDouble(), part.GetProperty("end_s").GetDouble()))];
    }

    private static Sample Heard(int samples) => new("sound", 0)
    {
        Media = Facts(Modality.Audio),
        Audio16k = Enumerable.Repeat(0.5f, samples).ToArray(),
    };

    private static MediaFacts Facts(Modality modality) => new() { Modality = modality, Container = "x", Codec = "x" };

    private sealed class FakeModels(float[]? scores) : IModels, ISpeechDetector
    {
        public ModelUse Model => new("fake", "00", "MIT");

        public float DefaultThreshold => 0.5f;

        public int HopSamples => 512;

        public ISpeechDetector OpenSpeechDetector(string name) => this;

        public IDualEncoder OpenDualEncoder(string name) => throw new NotSupportedException();

        public IBoxDetector OpenDetector(string name) => throw new NotSupportedException();

        public ValueTask<float[]> ScoreAsync(ReadOnlyMemory<float> sound, CancellationToken cancel) =>
            ValueTask.FromResult(scores ?? throw new DetectorException("no"));
    }
}
