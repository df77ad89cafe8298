using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Mm.Data.Measure.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using PhoneNumbers;

namespace Mm.Data.Measure;

/// <summary>
/// Finds personal data in captions by pattern, checksum and context. Writes where it stands, never what it says. A caption that is
/// too long to be read, or on which a recogniser fails, quarantines its sample.
/// </summary>
[Stage("text-pii")]
public sealed class TextPii : IStage
{
    private readonly TextAnalyser _analyser;

    /// <exception cref="ConfigurationException">Types that no recogniser finds, countries without rules, and regions that the phone library does not know; all
    /// of them at once.</exception>
    public TextPii(Options options)
    {
        var known = PhoneNumberUtil.GetInstance().GetSupportedRegions();
        List<string> problems =
        [
            .. options.Types.Where(type => !Recognisers.Types.Contains(type)).Select(type =>
                $"text-pii: '{type}' is no type of personal data. Known are {string.Join(", ", Recognisers.Types)}."),
            .. options.Countries.Where(country => !Recognisers.Countries.Contains(country)).Select(country =>
                $"text-pii: no identifiers of '{country}' are known. Known are those of {string.Join(", ", Recognisers.Countries)}."),
            .. options.Regions.Where(region => !known.Contains(region)).Select(region =>
                $"text-pii: '{region}' is no region with phone numbers. Use ISO 3166 codes such as US, GB, DE, FR."),
        ];
        if (problems.Count > 0)
            throw new ConfigurationException(problems);
        _analyser = new TextAnalyser(options);
    }

    /// <summary>What the stage reads captions with.</summary>
    public TextAnalyser Analyser => _analyser;

    public StageNeeds Needs { get; } = new(BatchMax: 32);

    public IReadOnlyList<FeatureColumn> Columns { get; } =
    [
        new("text-pii.spans", FeatureKind.Spans, "Personal data in the caption: place in UTF-16 units, type and score.")
        {
            SpanTypes = Recognisers.Types,
        },
        new("text-pii.count", FeatureKind.Whole, "Number of such spans."),
        new("text.length", FeatureKind.Whole, "Length of the caption in UTF-16 units after normalisation."),
        new("text.words", FeatureKind.Whole, "Words of the caption, parted by white space."),
    ];

    public IReadOnlyList<ViewSpec> Views => [];

    public IReadOnlyList<ModelUse> Models => [];

    public StageReads Reads => StageReads.Caption;

    public ValueTask RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel)
    {
        foreach (var sample in batch.Where(sample => sample.IsLive))
        {
            cancel.ThrowIfCancellationRequested();
            Measure(sample);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Measure(Sample sample)
    {
        if (Encoding.UTF8.GetByteCount(sample.Caption) > SourceEntry.CaptionBytesMax)
        {
            sample.Decide(Outcome.Quarantined, "text-pii", "text.too-long");
            return;
        }

        try
        {
            var text = new NormalText(sample.Caption);
            var spans = _analyser.Find(text);
            sample.Features.Set("text-pii.spans", spans);
            sample.Features.Set("text-pii.count", spans.Length);
            sample.Features.Set("text.length", text.Text.Length);
            sample.Features.Set("text.words", text.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length);
        }
        catch (DetectorException)
        {
            sample.Decide(Outcome.Quarantined, "text-pii", "text-pii.failed");
        }
    }

    public sealed record Options
    {
        [Description("Types to look for, such as EMAIL and PHONE; none means all.")]
        public IReadOnlyList<string> Types { get; init; } = [];

        [Description("Countries (ISO 3166, upper case) whose official identifiers are looked for; none means all.")]
        public IReadOnlyList<string> Countries { get; init; } = [];

        [Description("Regions (ISO 3166, upper case) whose phone numbers are recognised in bare digits, besides all that are written like one.")]
        [MinLength(1)]
        public IReadOnlyList<string> Regions { get; init; } = ["US", "GB", "DE", "FR"];

        [Description("Lowest score that counts: 0.4 takes what its shape speaks for, 0.6 wants a checksum, a distinctive shape or a word that announces it.")]
        [Range(0.0, 1.0)]
        public double ScoreMin { get; init; } = 0.4;
    }
}
