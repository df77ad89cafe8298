using Mm.Data.Measure;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Measure;

public sealed class AlignmentStageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_still_gets_its_cosine_and_embedding()
    {
        await using var stage = new AlignmentStage(new FakeModels(), new());
        using var sample = Sample("x", Modality.Image, (0, 60));

        await stage.RunAsync([sample], Cancel);

        Assert.Equal(0.6, sample.Features.Number("alignment.cosine")!.Value, 6);
        Assert.Equal([0.6f, 0.8f], sample.Features.Vector("alignment.image-embedding")!);
        Assert.False(sample.Features.Has("alignment.best-frame-seconds"));
        Assert.True(sample.IsLive);
    }

    [Fact]
    public async Task A_video_scores_as_its_best_frame_and_the_text_is_embedded_once()
    {
        var models = new FakeModels();
        await using var stage = new AlignmentStage(models, new());
        using var sample = Sample("x", Modality.Video, (0, 0), (1, 80), (2, 60), (3, 80));

        await stage.RunAsync([sample], Cancel);

        Assert.Equal(0.8, sample.Features.Number("alignment.cosine")!.Value, 6);
        Assert.Equal(0.55, sample.Features.Number("alignment.cosine-mean")!.Value, 6);
        Assert.Equal(1, sample.Features.Number("alignment.best-frame-seconds"));
        Assert.Equal(1, models.Texts);
    }

    [Fact]
    public async Task Sound_alone_gets_no_columns()
    {
        await using var stage = new AlignmentStage(new FakeModels(), new());
        using var sample = Sample("x", Modality.Audio);

        await stage.RunAsync([sample], Cancel);

        Assert.All(stage.Columns, column => Assert.False(sample.Features.Has(column.Name)));
        Assert.True(sample.IsLive);
    }

    [Fact]
    public async Task An_empty_caption_gets_an_embedding_and_no_score()
    {
        await using var stage = new AlignmentStage(new FakeModels(), new());
        using var sample = Sample(" \n", Modality.Image, (0, 60));

        await stage.RunAsync([sample], Cancel);

        Assert.False(sample.Features.Has("alignment.cosine"));
        Assert.True(sample.Features.Has("alignment.image-embedding"));
    }

    [Fact]
    public async Task A_model_that_gives_nonsense_quarantines_the_sample_and_no_other()
    {
        await using var stage = new AlignmentStage(new FakeModels(), new());
        using var bad = Sample("x", Modality.Image, (0, 255));
        using var good = Sample("x", Modality.Image, (0, 60));

        await stage.RunAsync([bad, good], Cancel);

        Assert.Equal(new Verdict(Outcome.Quarantined, "alignment", "alignment.model-failed"), bad.Verdict);
        Assert.True(good.Features.Has("alignment.cosine"));
    }

    [Fact]
    public async Task Each_pair_is_held_against_the_others_of_its_shard()
    {
        await using var stage = new AlignmentStage(new FakeModels(), new());
        var shard = await MeasureAsync(stage, ("best", 90), ("middle", 50), ("worst", 10));

        await stage.FinishAsync(shard, Cancel);

        // Every fake text is the same but for its length, so the pictures decide: the best ranks first among pictures.
        Assert.Equal([1, 2, 3], shard.Select(row => row.Features.Number("alignment.rank-image")));
        Assert.All(shard, row => Assert.Equal(2, row.Features.Number("alignment.negatives")));
        Assert.All(shard, row => Assert.Equal(1, row.Features.Number("alignment.temperature")));

        Assert.All(shard, row => Assert.Equal(
            row.Features.Number("alignment.margin-image")!.Value + row.Features.Number("alignment.margin-text")!.Value,
            row.Features.Number("alignment.contrast")!.Value, 12));

        // Among two others: the first one's caption against the second one's, which are nearly the same here.
        Assert.All(shard, row => Assert.InRange(row.Features.Number("alignment.margin-decoy")!.Value, -1, 0.01));
        Assert.True(shard[0].Features.Number("alignment.margin-image") > 0);
        Assert.True(shard[2].Features.Number("alignment.margin-image") < 0);
        Assert.All(shard, row => Assert.Equal(
            Math.Min(row.Features.Number("alignment.margin-image")!.Value, row.Features.Number("alignment.margin-text")!.Value),
            row.Features.Number("alignment.margin")));
        Assert.All(shard, row => Assert.Equal(
            Math.Max(row.Features.Number("alignment.rank-image")!.Value, row.Features.Number("alignment.rank-text")!.Value),
            row.Features.Number("alignment.rank")));
    }

    [Fact]
    public async Task The_order_of_a_shard_changes_nothing()
    {
        await using var stage = new AlignmentStage(new FakeModels(), new() { Negatives = 2 });
        (string, byte)[] samples = [("a", 90), ("bb", 50), ("ccc", 10), ("dddd", 70), ("eeeee", 30)];
        var there = await MeasureAsync(stage, samples);
        var back = await MeasureAsync(stage, [.. samples.Reverse()]);

        await stage.FinishAsync(there, Cancel);
        await stage.FinishAsync(back, Cancel);

        Assert.Equal(Margins(there), Margins(back.Reverse()));

        static IEnumerable<double?> Margins(IEnumerable<MeasuredSample> rows) => rows.Select(row => row.Features.Number("alignment.margin"));
    }

    [Fact]
    public async Task A_sample_that_was_not_kept_is_nobodys_negative()
    {
        await using var stage = new AlignmentStage(new FakeModels(), new());
        var shard = await MeasureAsync(stage, ("a", 90), ("bb", 50), ("ccc", 10));
        shard = [.. shard.Select(row => row.Id == "bb" ? row with { Verdict = new Verdict(Outcome.Quarantined, "x", "x") } : row)];

        await stage.FinishAsync(shard, Cancel);

        Assert.Equal([1, null, 1], shard.Select(row => row.Features.Number("alignment.negatives")));
    }

    [Fact]
    public async Task Captions_are_embedded_for_the_shard_alone()
    {
        await using var stage = new AlignmentStage(new FakeModels(), new());
        Assert.DoesNotContain(stage.Scratch.Single(), stage.Columns);
        Assert.All((await MeasureAsync(stage, ("a", 90))), row => Assert.True(row.Features.Has(stage.Scratch.Single().Name)));
    }

    private static async Task<MeasuredSample[]> MeasureAsync(AlignmentStage stage, params (string Caption, byte Level)[] samples)
    {
        var rows = new List<MeasuredSample>();
        foreach (var (caption, level) in samples)
        {
            using var sample = Sample(caption, Modality.Image, (0, level));
            await stage.RunAsync([sample], Cancel);
            sample.Decide(Outcome.Kept, "measure", "measured");
            rows.Add(new MeasuredSample(caption, caption, sample.Verdict, sample.Features));
        }

        return [.. rows];
    }

    private static Sample Sample(string caption, Modality modality, params (float Time, byte Level)[] frames) => new("s", 0)
    {
        Caption = caption,
        Media = new MediaFacts { Modality = modality, Container = "c", Codec = "c" },
        Views =
        [
            .. frames.Select(f => new View(new ViewSpec(8, 8), f.Time, 8, 8, new byte[192])), // another stage's
            .. frames.Select(f => new View(FakeModels.Spec, f.Time, 1, 1, new[] { f.Level, f.Level, f.Level })),
        ],
    };

    /// <summary>The embedding of a grey level g is (g/100, the rest); of a text nearly (1, 0), a little off by its length; level 255 fails.</summary>
    private sealed class FakeModels : IModels, IDualEncoder
    {
        public static readonly ViewSpec Spec = new(1, 1);

        public int Texts { get; private set; }

        public ModelUse Model => new("fake", "00", "MIT");

        public ViewSpec View => Spec;

        public int Dimensions => 2;

        public float LogitScale => 1;

        public float MatchThreshold => 0;

        public IDualEncoder OpenDualEncoder(string name) => this;

        public IBoxDetector OpenDetector(string name) => throw new NotSupportedException();

        public ValueTask<float[]> EmbedImageAsync(View view, CancellationToken cancel)
        {
            var level = view.Pixels.Span[0];
            if (level == 255)
                throw new DetectorException("nonsense");
            return new([level / 100f, MathF.Sqrt(1 - (level / 100f * (level / 100f)))]);
        }

        public ValueTask<float[]> EmbedTextAsync(string text, CancellationToken cancel)
        {
            Texts++;
            var off = (text.Length - 1) * 1e-3f;
            return new([MathF.Sqrt(1 - (off * off)), off]);
        }
    }
}
