using System.Text.Json;
using Mm.Data.Evaluate;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Select;
using Mm.Data.Write;

namespace Mm.Data.Run.Evaluation;

/// <summary>What is evaluated.</summary>
/// <param name="Folder">Holds <c>train/</c>, <c>eval/</c> and <c>features/</c>.</param>
/// <param name="Pipeline">What made it.</param>
/// <param name="RunKey">Of its run.</param>
/// <param name="Models">Those that took part.</param>
/// <param name="Model">Another dual encoder than that of the stage alignment; null: that one.</param>
public sealed record EvaluationSubject(
    string Folder, PipelineDefinition Pipeline, string RunKey, IReadOnlyList<ModelUse> Models, string? Model);

/// <summary>
/// Evaluates a release, or a staging folder before it becomes one. Pictures have the embeddings that were stored with them; captions,
/// whose embeddings are never stored, are embedded as they were released. With another model, or where none are stored, the released
/// pictures are opened by the decoder and embedded too.
/// </summary>
public sealed class ReleaseEvaluator(IModels models, IDecoder decoder)
{
    private const string OwnCosine = "released.cosine";
    private const int UsualBits = 6;
    private const double UsualCosine = 0.97;

    /// <exception cref="ConfigurationException">The model is not there.</exception>
    /// <exception cref="EnvironmentException">A file is damaged.</exception>
    public async Task<EvaluationReport> RunAsync(EvaluationSubject subject, EvaluateOptions options, CancellationToken cancel)
    {
        var encoder = (subject.Model ?? ModelOf(subject.Pipeline)) is { } name ? models.OpenDualEncoder(name) : null;
        var isOfRelease = encoder is not null && subject.Models.Any(model => model.Digest == encoder.Model.Digest);
        var rows = await EvaluatedRows.ReadAsync(subject.Folder, options, cancel);
        EvaluatedRow[] drawn = [.. rows.Where(row => row.IsDrawn)];
        var pairs = encoder is null ? [] : await PairsAsync(subject.Folder, drawn, encoder, isOfRelease, cancel);
        var retrieval = RetrievalFigures.Of(pairs, options, encoder?.LogitScale ?? 1, cancel);
        var duplicates = subject.Pipeline.Select.Duplicates;
        var leaks = SplitLeaks.Of(
            [.. rows.Select(row => row.ForLeaks)], duplicates.PerceptualBits ?? UsualBits, duplicates.SemanticCosine ?? UsualCosine);
        return new EvaluationReport
        {
            Format = EvaluationReport.CurrentFormat,
            Pipeline = subject.Pipeline.Name,
            RunKey = subject.RunKey,
            Model = encoder is null
                ? null
                : new EvaluatedModel(encoder.Model.Name, encoder.Model.Digest, encoder.Model.Licence, isOfRelease),
            Options = options,
            Splits =
            [
                .. rows.CountBy(row => row.Split).OrderBy(pair => pair.Key, StringComparer.Ordinal)
                    .Select(pair => new GroupCount(pair.Key, pair.Value)),
            ],
            Rows = rows.Count(row => options.Split is EvaluatedSplit.All || row.Split == EnumCode.Of(options.Split)),
            NotRanked = drawn.Length - pairs.Count,
            Retrieval = retrieval,
            Scores = ScoresOf(rows, pairs),
            Leaks = leaks,
            Representation = Representation.Of([.. rows.Select(row => row.Shown)]),
            Gates = EvaluationGates.Of(options.Gate, retrieval, leaks, rows.Count(row => row.Split == Selector.Eval)),
        };
    }

    /// <summary>The dual encoder of the stage alignment; null where there is no such stage.</summary>
    private static string? ModelOf(PipelineDefinition pipeline)
    {
        if (pipeline.Measure.FirstOrDefault(entry => entry.Stage == "alignment") is not { } stage)
            return null;
        return stage.With.TryGetProperty("model", out var name) && name.ValueKind is JsonValueKind.String ? name.GetString() : "mini";
    }

    private async Task<IReadOnlyList<EvaluatedPair>> PairsAsync(
        string folder, EvaluatedRow[] drawn, IDualEncoder encoder, bool areStored, CancellationToken cancel)
    {
        EvaluatedRow[] captioned = [.. drawn.Where(row => !string.IsNullOrWhiteSpace(row.Notes.Text))];
        var images = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var row in captioned.Where(row => areStored && row.Notes.Embedding?.Length == encoder.Dimensions))
            images[row.Notes.Id] = row.Notes.Embedding!;
        if (images.Count == 0)
            await EmbedPicturesAsync(folder, captioned, encoder, images, cancel);

        EvaluatedRow[] ranked = [.. captioned.Where(row => images.ContainsKey(row.Notes.Id))];
        var captions = new float[ranked.Length][];
        var work = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(2, encoder.InFlight), CancellationToken = cancel };
        await Parallel.ForAsync(0, ranked.Length, work, async (i, stop) =>
            captions[i] = await encoder.EmbedTextAsync(ranked[i].Notes.Text, stop));
        return
        [
            .. ranked.Select((row, i) => new EvaluatedPair(
                row.Notes.Id, row.Notes.SourceSha256, row.Notes.Text, images[row.Notes.Id], captions[i])),
        ];
    }

    /// <summary>One frame of each picture, as it was released; what cannot be opened is not ranked.</summary>
    private async Task EmbedPicturesAsync(
        string folder, IEnumerable<EvaluatedRow> rows, IDualEncoder encoder, Dictionary<string, float[]> images, CancellationToken cancel)
    {
        var wanted = rows.Select(row => row.Notes.Id).ToHashSet(StringComparer.Ordinal);
        var request = new ViewsRequest { Specs = [encoder.View], FramesMax = 1 };
        foreach (var (_, path) in EvaluatedRows.Parts(folder))
        {
            var chosen = SampleFile.ReadAsync(path, cancel).Where(row => wanted.Contains(row.Id));
            await foreach (var chunk in chosen.Chunk(decoder.Width).WithCancellation(cancel))
            {
                var embedded = await Task.WhenAll(chunk.Select(row => EmbedAsync(row, request, encoder, cancel)));
                foreach (var (row, vector) in chunk.Zip(embedded).Where(pair => pair.Second is not null))
                    images[row.Id] = vector!;
            }
        }
    }

    private async Task<float[]?> EmbedAsync(SampleRow row, ViewsRequest request, IDualEncoder encoder, CancellationToken cancel)
    {
        var decoded = await decoder.ViewsAsync(row.Asset, request, cancel);
        if (decoded.Value is not { Views: [var view, ..] } views)
            return null;
        using var lease = views.Lease;
        return await encoder.EmbedImageAsync(view, cancel);
    }

    private static ScoreSummary[] ScoresOf(IReadOnlyList<EvaluatedRow> rows, IReadOnlyList<EvaluatedPair> pairs)
    {
        (string, IReadOnlyList<string>)[] groupings =
        [
            ("split", [.. rows.Select(row => row.Split)]),
            ("source", [.. rows.Select(row => row.Notes.Source)]),
            ("language", [.. rows.Select(row => row.Language ?? "not known")]),
            ("script", [.. rows.Select(row => row.Script ?? "not known")]),
        ];
        var own = pairs.ToDictionary(pair => pair.Id, Cosine, StringComparer.Ordinal);
        return
        [
            .. ScoreSummary.Of(OwnCosine, [.. rows.Select(row => own.GetValueOrDefault(row.Notes.Id, double.NaN))], groupings),
            .. EvaluatedRows.Scores.SelectMany(score => ScoreSummary.Of(
                score, [.. rows.Select(row => row.Notes.Scores.GetValueOrDefault(score) ?? double.NaN)], groupings)),
        ];
    }

    // In the order of the elements and in double, so that every processor comes to the same.
    private static double Cosine(EvaluatedPair pair)
    {
        var sum = 0.0;
        for (var i = 0; i < pair.Image.Length; i++)
            sum += (double)pair.Image[i] * pair.Caption[i];
        return sum;
    }
}
