using System.Text;
using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Run.Evaluation;
using Mm.Data.Tests.Kit;
using Mm.Data.Write;
using NJsonSchema;
using Xunit;

namespace Mm.Data.Tests.Run.Evaluation;

public sealed class ReleaseEvaluatorTests : IDisposable
{
    private const int Rows = 40;

    private readonly TemporaryFolder _folder = new();
    private readonly WordEncoder _encoder = new(Rows);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_gate_holds_for_clean_captions_and_fails_for_shuffled_ones()
    {
        var clean = await EvaluateAsync("clean", i => i);
        var shuffled = await EvaluateAsync("shuffled", i => i % 5 < 2 ? (i + 5) % Rows : i); // two of five

        Assert.True(clean.Passed);
        Assert.Equal(1, clean.Retrieval!.Captions.At1.Value);
        Assert.False(shuffled.Passed);
        Assert.Equal(["evaluate-recall-1"], shuffled.Gates.Where(gate => !gate.Passed).Select(gate => gate.Name));
        Assert.Equal(0.6, shuffled.Retrieval!.Captions.At1.Value, 6);
    }

    [Fact]
    public async Task The_same_release_gives_the_same_bytes_and_they_fit_the_schema()
    {
        var first = await EvaluateAsync("first", i => i);
        var second = await EvaluateAsync("second", i => i);

        Assert.Equal(first.ToBytes(), second.ToBytes());
        var schema = await JsonSchema.FromJsonAsync(EvaluationReport.JsonSchema().ToJsonString(), Cancel);
        Assert.Empty(schema.Validate(Encoding.UTF8.GetString(first.ToBytes())));
        Assert.NotEmpty(schema.Validate("""{ "format": 1 }"""));
    }

    /// <summary>What could not be measured is no reason to publish.</summary>
    [Fact]
    public async Task A_release_without_embeddings_fails_every_gate_of_retrieval()
    {
        var report = await EvaluateAsync("bare", i => i, embedded: false);

        Assert.Null(report.Retrieval);
        Assert.Equal(Rows, report.NotRanked);
        Assert.Equal(["evaluate-rows", "evaluate-recall-1", "evaluate-median-rank"], report.Gates.Where(gate => !gate.Passed).Select(gate => gate.Name));
    }

    [Fact]
    public async Task Leakage_and_what_the_release_shows_are_told()
    {
        var report = await EvaluateAsync("shown", i => i);

        Assert.Equal(1, report.Leaks[0].Leaked); // the last row of eval has the picture of the first of train
        Assert.Equal(0.1, report.Gates.Single(gate => gate.Name == "evaluate-leakage").Value, 6);
        Assert.Equal(0.5, report.Representation.PeopleShare);
        Assert.Equal(["place", "time"], report.Representation.NotKnown.Where(name => name is "place" or "time"));
        Assert.Equal([("eval", 10), ("train", 30)], report.Splits.Select(split => (split.Name, split.Rows)));
        Assert.Equal(["released.cosine", "alignment.cosine"], report.Scores.Select(score => score.Score).Distinct());
    }

    [Fact]
    public async Task Fewer_rows_are_drawn_by_the_seed_alone()
    {
        var few = await EvaluateAsync("few", i => i, options: new EvaluateOptions { RowsMax = 12 });
        var eval = await EvaluateAsync("eval", i => i, options: new EvaluateOptions { Split = EvaluatedSplit.Eval });

        Assert.Equal((12, 40), (few.Retrieval!.Candidates, few.Rows));
        Assert.Equal((10, 10), (eval.Retrieval!.Candidates, eval.Rows));
    }

    /// <summary>As a run publishes: gates that were measured before stand in the manifest, and one that fails holds the release back.</summary>
    [Fact]
    public async Task A_failed_gate_keeps_a_release_from_being_published_and_one_that_holds_stands_in_it()
    {
        using var tiny = new TinyRelease();
        await tiny.StageAsync();
        var bytes = "{ \"gates\": [{ \"name\": \"evaluate-recall-1\", \"value\": 0.1, \"min\": 0.05 }] }\n"u8.ToArray();
        ReleaseDraft With(double min) =>
            tiny.Draft() with { Gates = [new Gate("evaluate-recall-1", 0.1, min)], Evaluation = bytes };

        var refused = await Publisher.PublishAsync(With(0.2), Cancel);
        Assert.Equal(PublishStatus.Refused, refused.Status);
        Assert.False(Directory.Exists(tiny.Output));

        Assert.Equal(PublishStatus.Published, (await Publisher.PublishAsync(With(0.05), Cancel)).Status);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(tiny[ReleasePaths.Evaluation], Cancel));
        Assert.DoesNotContain("gate-differs", await CodesAsync(tiny.Output));

        await File.WriteAllTextAsync(tiny[ReleasePaths.Evaluation], """{ "gates": [] }""", Cancel);
        Assert.Contains("gate-differs", await CodesAsync(tiny.Output));

        async Task<IEnumerable<string>> CodesAsync(string release) =>
            (await Verifier.VerifyAsync(release, new VerifyOptions { Keys = [TestKeys.Mine.Public] }, Cancel)).Findings.Select(finding => finding.Code);
    }

    private async Task<EvaluationReport> EvaluateAsync(
        string name, Func<int, int> captionOf, bool embedded = true, EvaluateOptions? options = null)
    {
        var folder = _folder[name];
        await WriteAsync(folder, captionOf, embedded);
        var subject = new EvaluationSubject(
            folder, new PipelineDefinition { Name = "made", Version = 1, Measure = [new StageEntry { Stage = "alignment" }] }, "key",
            [_encoder.Model], Model: null);
        return await new ReleaseEvaluator(_encoder, new NoDecoder()).RunAsync(
            subject,
            options ?? new EvaluateOptions
            {
                Gate = new GateOptions { RowsMin = 30, RecallAt1Min = 0.8, MedianRankMax = 1, LeakageMax = 0.2 },
            },
            Cancel);
    }

    private async Task WriteAsync(string folder, Func<int, int> captionOf, bool embedded)
    {
        string Id(int i) => $"{i:d4}";
        SampleRow Row(int i) => SampleRows.Image(Id(i), 20) with
        {
            Text = $"thing {captionOf(i)}",
            Embedding = embedded ? _encoder.Of(i) : null,
            Scores = new Dictionary<string, double?> { ["alignment.cosine"] = 0.01 * i },
            SourceSha256 = TinyRelease.Hash(i == Rows - 1 ? Id(0) : Id(i)),
        };
        FeatureColumn[] columns = [new("faces.boxes", FeatureKind.Boxes, "Boxes."), new("caption-quality.script", FeatureKind.Code, "Script.")];
        FeatureColumn[] scores = [new("alignment.cosine", FeatureKind.Number, "Cosine.")];
        async Task PartAsync(Stream stream, IEnumerable<int> numbers)
        {
            var writer = await SampleWriter.CreateAsync(stream, scores, 1, Cancel);
            foreach (var number in numbers)
                await writer.AddAsync(Row(number), Cancel);
            await writer.CompleteAsync(Cancel);
        }

        MeasuredSample Measured(int i)
        {
            var features = new FeatureRow();
            features.Set("faces.boxes", i % 2 == 0 ? [new Box(0, 0, 1, 1, 1)] : Array.Empty<Box>());
            features.Set("caption-quality.script", "latin");
            return new MeasuredSample(Id(i), TinyRelease.Hash(Id(i)), new Verdict(Outcome.Kept, "measure", "measured"), features);
        }

        await MadeRelease.WriteAsync(folder, "train/part-00000.parquet", stream => PartAsync(stream, Enumerable.Range(0, 30)));
        await MadeRelease.WriteAsync(folder, "eval/part-00000.parquet", stream => PartAsync(stream, Enumerable.Range(30, 10)));
        await MadeRelease.WriteAsync(folder, "features/part-00000.parquet", stream =>
            FeatureFile.WriteAsync(stream, columns, [.. Enumerable.Range(0, Rows).Select(Measured)], Cancel));
    }

    private sealed class NoDecoder : IDecoder
    {
        public int Width => 1;

        public ValueTask<Decoded<MediaFacts>> ProbeAsync(ReadOnlyMemory<byte> encoded, CancellationToken cancel) => throw new NotSupportedException();

        public ValueTask<Decoded<ViewsResult>> ViewsAsync(ReadOnlyMemory<byte> encoded, ViewsRequest request, CancellationToken cancel) =>
            new(Decoded.Failed<ViewsResult>("decode.unsupported"));

        public ValueTask<Decoded<RenderResult>> RenderAsync(ReadOnlyMemory<byte> encoded, RenderRequest request, CancellationToken cancel) =>
            throw new NotSupportedException();
    }
}
