using Mm.Data.Measure;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Measure;

public sealed class QualityStagesTests
{
    private const int Side = 256;
    private const int RateHz = 16_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_has_every_column_of_pictures_and_none_of_films()
    {
        await using var stage = new PictureQualityStage(new PictureQualityStage.Options());
        var features = await RunAsync(stage, new Sample("a", 0)
        {
            Encoded = new byte[1000],
            Media = Facts(Modality.Image, 1),
            Views = [Frame(stage, 0, x => x)],
        });

        Assert.Equal(8000 / 20_000.0, features.Number("picture-quality.bits-a-pixel"));
        Assert.Equal(
            stage.Columns.Select(column => column.Name).Where(name => !IsOfFilms(name)).Order(), features.Names.Order());
    }

    [Fact]
    public async Task A_film_is_told_by_cuts_motion_and_black_and_frozen_frames()
    {
        await using var stage = new PictureQualityStage(new PictureQualityStage.Options());
        var features = await RunAsync(stage, new Sample("a", 0)
        {
            Encoded = new byte[10],
            Media = Facts(Modality.Video, 5),
            Views = [Frame(stage, 0, _ => 100), Frame(stage, 1, _ => 100), Frame(stage, 2, _ => 110), Frame(stage, 3, _ => 200), Frame(stage, 4, _ => 0)],
        });

        Assert.Equal(0.25, features.Number("picture-quality.frozen-share"));
        Assert.Equal(0.2, features.Number("picture-quality.black-share"));
        Assert.Equal(2L, features["picture-quality.cuts"]);
        Assert.Equal([3f, 4f], features.Vector("picture-quality.cut-seconds")!);
        Assert.Equal((0 + 10 + 90 + 200) / 4 / 255.0, features.Number("picture-quality.motion")!.Value, 9);
    }

    [Fact]
    public async Task The_best_frame_of_a_film_is_the_sharpest_that_is_neither_black_nor_glaring()
    {
        await using var stage = new PictureQualityStage(new PictureQualityStage.Options());
        var features = await RunAsync(stage, new Sample("a", 0)
        {
            Media = Facts(Modality.Video, 4),
            Views =
            [
                Frame(stage, 0, _ => 100), Frame(stage, 1, x => 90 + (x % 2 * 40)), Frame(stage, 2, x => 110 + (x % 2 * 20)),
                Frame(stage, 3, x => x % 16 == 0 ? 200 : 0),
            ],
        });

        Assert.Equal(1.0, features.Number("picture-quality.best-frame-seconds"));
    }

    [Theory]
    [InlineData("a dog and a cat", 0.2, 1, 0, false, "latin")]
    [InlineData("BUY BUY BUY NOW", 0.5, 1, 1, false, "latin")]
    [InlineData("IMG_0032.JPG", 0, 0.5, 1, true, "latin")]
    [InlineData("Click here to see the sunset", 0, 1, 0.0435, true, "latin")]
    [InlineData("Red chair, royalty-free stock photo", 0, 0.9355, 0.0345, true, "latin")]
    [InlineData("Собака на снегу", 0, 1, 0.0769, false, "cyrillic")]
    [InlineData("雪の中の犬", 0, 1, 0, false, "han")]
    [InlineData("", 0, 0, 0, false, null)]
    [InlineData("!!! 42", 0, 0, 0, false, null)]
    public async Task A_caption_is_told_by_its_form(
        string caption, double repetition, double letters, double capitals, bool boilerplate, string? script)
    {
        await using var stage = new CaptionQualityStage(new CaptionQualityStage.Options());
        var features = await RunAsync(stage, new Sample("a", 0) { Caption = caption });

        Assert.Equal(repetition, features.Number("caption-quality.repetition")!.Value, 4);
        Assert.Equal(letters, features.Number("caption-quality.letter-share")!.Value, 4);
        Assert.Equal(capitals, features.Number("caption-quality.capital-share")!.Value, 4);
        Assert.Equal(boilerplate, features["caption-quality.boilerplate"]);
        Assert.Equal(script, features.Code("caption-quality.script"));
    }

    [Fact]
    public async Task The_language_is_told_where_a_model_is_named()
    {
        await using var stage = new CaptionQualityStage(new CaptionQualityStage.Options { Languages = "fake" }, new FakeLanguages());
        var told = await RunAsync(stage, new Sample("a", 0) { Caption = "Ein Hund" });
        var none = await RunAsync(stage, new Sample("b", 0) { Caption = "42" });

        Assert.Equal(("de", 0.5), (told.Code("caption-quality.language"), told.Number("caption-quality.language-margin")));
        Assert.False(none.Has("caption-quality.language"));
        Assert.Equal("fake", Assert.Single(stage.Models).Name);
        Assert.Contains("caption-quality.language", stage.Columns.Select(column => column.Name));
    }

    [Fact]
    public async Task Sound_is_told_by_level_clipping_silence_and_signal_to_noise()
    {
        // A second of a tone at half of full scale, then a second of the same at a thousandth of it.
        var tone = Enumerable.Range(0, 2 * RateHz).Select(i => (float)((i < RateHz ? 0.5 : 0.0005) * Math.Sin(2 * Math.PI * 400 * i / RateHz)));
        await using var stage = new SoundQualityStage();
        var features = await RunAsync(stage, new Sample("a", 0) { Audio16k = tone.ToArray() });
        var clipped = await RunAsync(stage, new Sample("b", 0) { Audio16k = Enumerable.Repeat(1f, RateHz).ToArray() });
        var none = await RunAsync(stage, new Sample("c", 0));

        Assert.Equal(60, features.Number("sound-quality.snr-db")!.Value, 3);
        Assert.Equal(-12.04, features.Number("sound-quality.level-dbfs")!.Value, 2);
        Assert.Equal((0.0, 0.5), (features.Number("sound-quality.clipped-share"), features.Number("sound-quality.silent-share")));
        Assert.Equal((1.0, 0.0), (clipped.Number("sound-quality.clipped-share"), clipped.Number("sound-quality.level-dbfs")));
        Assert.Empty(none.Names);
    }

    private sealed class FakeLanguages : IModels, ILanguageTagger
    {
        public ModelUse Model => new("fake", "00", "MIT");

        public IReadOnlyList<string> Languages => ["de"];

        public LanguageGuess? Of(string text) => text.Any(char.IsLetter) ? new LanguageGuess("de", 0.5) : null;

        public ILanguageTagger OpenLanguageTagger(string name) => this;

        public IDualEncoder OpenDualEncoder(string name) => throw new NotSupportedException();

        public IBoxDetector OpenDetector(string name) => throw new NotSupportedException();
    }

    private static bool IsOfFilms(string name) =>
        name.Split('.')[1] is "motion" or "frozen-share" or "black-share" or "cuts" or "cut-seconds" or "best-frame-seconds";

    private static MediaFacts Facts(Modality modality, int frames) => new()
    {
        Modality = modality,
        Container = "x",
        Codec = "x",
        Width = 200,
        Height = 100,
        Frames = frames,
    };

    private static View Frame(PictureQualityStage stage, float time, Func<int, int> level)
    {
        var pixels = new byte[Side * Side];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)level(i % Side);
        return new View(stage.Views[0], time, Side, Side, pixels);
    }

    private static async Task<FeatureRow> RunAsync(IStage stage, Sample sample)
    {
        using (sample)
        {
            await stage.RunAsync([sample], Cancel);
            return sample.Features;
        }
    }
}
