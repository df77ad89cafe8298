using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Mm.Data.Measure.ImageText;
using Mm.Data.Measure.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure;

/// <summary>
/// Lines of text in pictures and in every sampled frame of videos: where they are and, with a reader, which hold personal data. What they
/// say is not kept, but for the redacted text where a pipeline asks for it. A detector, reader or analyser that fails quarantines the
/// sample: what was not searched is not shipped. docs/image-text.md has the figures.
/// </summary>
[Stage("image-text")]
public sealed class ImageTextStage : IStage
{
    private const string Name = "image-text";

    /// <summary>Of one frame; a page of two hundred lines takes some fifteen seconds of one core.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(10);

    private readonly IBoxDetector _detector;
    private readonly ITextReader? _reader;
    private readonly FineView? _fine;
    private readonly LineAnalysis _analysis;
    private readonly float _threshold;
    private readonly float _confidenceMin;
    private readonly double _aspectMin;
    private readonly bool _keepsText;
    private readonly bool _comparesCaption;

    /// <param name="models">Where detector and reader come from.</param>
    /// <param name="options">The stage's own.</param>
    /// <param name="decoder">Makes larger views of pictures with text; null: they are read in the detector's.</param>
    /// <exception cref="ConfigurationException">No such model, or it is not whole.</exception>
    public ImageTextStage(IModels models, Options options, IDecoder? decoder = null)
    {
        _detector = models.OpenDetector(options.Model);
        _threshold = (float?)options.Threshold ?? _detector.DefaultThreshold;
        _reader = options.Reader.Length > 0 ? models.OpenTextReader(options.Reader) : null;
        _confidenceMin = (float?)options.ConfidenceMin ?? _reader?.DefaultConfidence ?? 0;
        (_aspectMin, _keepsText, _comparesCaption) = (options.AspectMin, options.KeepText, options.CaptionOverlap && _reader is not null);
        _fine = _reader is not null && decoder is not null ? new FineView(decoder, _detector.View, options.FineSide) : null;
        var tagger = options.Names.Length > 0 ? models.OpenNameTagger(options.Names) : null;
        Models = [.. new[] { _detector.Model, _reader?.Model, tagger?.Model }.OfType<ModelUse>()];
        var analyser = new TextAnalyser(new TextPii.Options { Regions = options.Regions, ScoreMin = options.ScoreMin }, tagger);
        var left = (tagger?.Types ?? []).Except(options.NameTypes).ToHashSet(StringComparer.Ordinal);
        _analysis = new LineAnalysis(
            text => [.. analyser.Find(text).Where(span => !left.Contains(span.Type))], new DoubtfulText(options.DigitsMin));
        Columns = [.. ColumnsOf(_reader is not null, _keepsText), .. _comparesCaption ? CaptionOverlap.Columns : []];
    }

    public StageNeeds Needs { get; } = new(Workers: Environment.ProcessorCount);

    public IReadOnlyList<FeatureColumn> Columns { get; }

    public IReadOnlyList<ViewSpec> Views => [_detector.View];

    public IReadOnlyList<ModelUse> Models { get; }

    public StageReads Reads => _comparesCaption ? StageReads.AssetAndCaption : StageReads.Asset;

    public async ValueTask RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel)
    {
        foreach (var sample in batch.Where(sample => sample.IsLive))
        {
            try
            {
                await MeasureAsync(sample, cancel);
            }
            catch (DetectorException)
            {
                sample.Decide(Outcome.Quarantined, Name, "image-text.detector-failed");
            }
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task MeasureAsync(Sample sample, CancellationToken cancel)
    {
        var frames = new List<TextFrame>();
        foreach (var view in sample.Views.Where(view => view.Spec == _detector.View))
        {
            frames.Add(await DetectorGuard.WithinAsync(
                Name, AnswerLimit, TimeProvider.System, stop => FrameAsync(sample, view, stop), cancel));
        }

        if (frames.Count == 0)
            return; // sound alone
        sample.Features.Set($"{Name}.boxes", Boxes(frames, frame => frame.Boxes));
        sample.Features.Set($"{Name}.count", (long)frames.Max(frame => frame.Boxes.Count));
        sample.Features.Set($"{Name}.area-share", frames.Max(frame => BoxArea.Union(frame.Boxes)));
        if (_reader is null)
            return;
        sample.Features.Set($"{Name}.personal-boxes", Boxes(frames, frame => [.. frame.Text.Personal()]));
        sample.Features.Set($"{Name}.unread-boxes", Boxes(frames, frame => [.. frame.Text.NotRead()]));
        sample.Features.Set($"{Name}.unread-count", (long)frames.Max(frame => frame.Text.UnreadLines));
        var kinds = frames.SelectMany(frame => frame.Text.Kinds).Distinct().Order(StringComparer.Ordinal);
        sample.Features.Set($"{Name}.personal-kinds", string.Join(' ', kinds));
        if (_comparesCaption)
            CaptionOverlap.Write(sample.Caption, [.. frames.SelectMany(frame => frame.Text.Words())], sample.Features);
        if (_keepsText)
            sample.Features.Set($"{Name}.text", string.Join("\n\n", frames.Select(frame => frame.Text.Redacted())));
    }

    private async Task<TextFrame> FrameAsync(Sample sample, View view, CancellationToken cancel)
    {
        var lines = await FindAsync(view, cancel);
        if (_reader is null || lines.Count == 0)
            return new TextFrame(view.TimeSeconds, [.. lines.Select(line => line.Bounds)], PictureText.Empty);
        if (_fine is not null && await _fine.OfAsync(sample, cancel) is { } fine)
            (view, lines) = (fine with { TimeSeconds = view.TimeSeconds }, LineMerge.Of(await FindAsync(fine, cancel), lines));
        var readings = new List<LineReading>(lines.Count);
        foreach (var line in lines)
            readings.Add(await _reader.ReadAsync(view, line, cancel));
        var spans = _analysis.Find(readings, (double)view.ContentWidth / view.ContentHeight);
        var (width, height) = sample.Media is { } media ? (media.Width, media.Height) : (view.ContentWidth, view.ContentHeight);
        var evidence = new TextEvidence(_aspectMin, _confidenceMin, width, height);
        return new TextFrame(view.TimeSeconds, [.. lines.Select(line => line.Bounds)], new PictureText(readings, spans, evidence));
    }

    private async Task<IReadOnlyList<Quad>> FindAsync(View view, CancellationToken cancel) => _detector is ILineDetector detector
        ? await detector.FindLinesAsync(view, _threshold, cancel)
        : [.. (await _detector.DetectAsync(view, _threshold, cancel)).Select(Quad.Of)];

    private static Box[] Boxes(IEnumerable<TextFrame> frames, Func<TextFrame, IReadOnlyList<Box>> of) =>
        [.. frames.SelectMany(frame => of(frame).Select(box => box with { TimeSeconds = frame.TimeSeconds }))];

    private static IEnumerable<FeatureColumn> ColumnsOf(bool reads, bool keepsText)
    {
        yield return new($"{Name}.boxes", FeatureKind.Boxes, "Every one of the text lines found, over all sampled frames.");
        yield return new($"{Name}.count", FeatureKind.Whole, "How many text lines were found; in the fullest sampled frame for a video.");
        yield return new(
            $"{Name}.area-share",
            FeatureKind.Number,
            "Share of the picture that text lines cover, 0 to 1; of the fullest sampled frame for a video.");
        if (!reads)
            yield break;
        yield return new($"{Name}.personal-boxes", FeatureKind.Boxes, "Stretches of lines that hold personal data, or may.");
        yield return new(
            $"{Name}.unread-boxes",
            FeatureKind.Boxes,
            "Lines that could not be read well enough to know what they say; none in a picture where nothing speaks for text.");
        yield return new($"{Name}.unread-count", FeatureKind.Whole, "How many such lines; in the fullest sampled frame for a video.");
        yield return new($"{Name}.personal-kinds", FeatureKind.Code, "Kinds of personal data found, each once, parted by spaces.");
        if (keepsText)
            yield return new($"{Name}.text", FeatureKind.Code, "What the lines say, personal data and unread lines as placeholders.");
    }

    /// <summary>What was found in a frame; the text is empty where nothing was read.</summary>
    private sealed record TextFrame(float TimeSeconds, IReadOnlyList<Box> Boxes, PictureText Text);

    public sealed record Options
    {
        [Description("Box detector of the model store: `mmdata models list` shows them.")]
        public string Model { get; init; } = "text-lines";

        [Description("Lowest score of a box that counts; absent: the model's own.")]
        [Range(0.0, 1.0)]
        public double? Threshold { get; init; }

        [Description("Text reader of the model store, such as text-reader; empty: lines are found and not read.")]
        public string Reader { get; init; } = "";

        [Description("A line that is read with less confidence counts as unread; absent: the model's own.")]
        [Range(0.0, 1.0)]
        public double? ConfidenceMin { get; init; }

        [Description("An unread line of this length by its depth shows that a picture holds text; 0: any does, as suits other models.")]
        [Range(0.0, 100.0)]
        public double AspectMin { get; init; } = 4;

        [Description("Larger pictures in which a line was found are searched and read again at this longer side; 0: never.")]
        [Range(0, 4096)]
        public int FineSide { get; init; } = 1600;

        [Description("A number of so many digits counts as personal although no checksum holds, because one of them may be misread.")]
        [Range(4, 64)]
        public int DigitsMin { get; init; } = 8;

        [Description("Model of the store that finds names and addresses, such as names-en; empty finds none.")]
        public string Names { get; init; } = "";

        [Description("Types of names that are personal data here.")]
        public IReadOnlyList<string> NameTypes { get; init; } = ["PERSON", "ADDRESS"];

        [Description("Regions (ISO 3166, upper case) whose national phone numbers are recognised, besides all international ones.")]
        [MinLength(1)]
        public IReadOnlyList<string> Regions { get; init; } = ["US", "GB", "DE", "FR"];

        [Description("Lowest score of personal data that counts.")]
        [Range(0.0, 1.0)]
        public double ScoreMin { get; init; } = 0.4;

        [Description("Keep what the lines say, redacted, as image-text.text. What the analyser does not know stays in it.")]
        public bool KeepText { get; init; }

        [Description("Also measure how much of the caption is read in the picture. Needs a reader; another caption is measured anew.")]
        public bool CaptionOverlap { get; init; }
    }
}
