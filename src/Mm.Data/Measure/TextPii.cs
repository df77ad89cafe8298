using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Mm.Data.Measure.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using PhoneNumbers;

namespace Mm.Data.Measure;

/// <summary>
/// Finds personal data in captions by pattern, checksum and context, and names by a trained model. Writes where it stands, never what
/// it says. A caption that is
/// too long to be read, or on which a recogniser fails, quarantines its sample.
/// </summary>
[Stage("text-pii")]
public sealed class TextPii : IStage
{
    private const string Spans = "text-pii.spans";
    private const string Left = "text-pii.left";

    private readonly TextAnalyser _analyser;
    private readonly HashSet<string> _left;

    /// <param name="options">What to look for.</param>
    /// <param name="models">Opens the model that the options name; not needed where they name none.</param>
    /// <exception cref="ConfigurationException">Types that no recogniser finds, countries without rules, and regions that the phone
    /// library does
    /// not know, all of them at once; or the model is not there.</exception>
    public TextPii(Options options, IModels? models = null)
    {
        var tagger = options.Names.Length == 0
            ? null
            : (models ?? throw new ConfigurationException($"text-pii: names: {options.Names}, but there are no models here."))
                .OpenNameTagger(options.Names);
        IReadOnlyList<string> named = tagger?.Types ?? [];
        var all = Recognisers.Types.Concat(named).Distinct().Order(StringComparer.Ordinal).ToArray();
        Check(options, all, named);
        Models = tagger is null ? [] : [tagger.Model];
        _left = [.. named.Except(options.NameTypes)];
        _analyser = new TextAnalyser(options, tagger);
        Columns = [Column(Spans, "Personal data in the caption: place in UTF-16 units, type and score.", [.. all.Except(_left)]), .. Fixed];
        if (tagger is not null)
        {
            Columns =
            [
                .. Columns,
                Column(Left, "Names of the types that nameTypes leaves out; they stay unless render.replaceText lists this too.",
                    [.. _left.Order(StringComparer.Ordinal)]),
            ];
        }
    }

    /// <summary>What the stage reads captions with.</summary>
    public TextAnalyser Analyser => _analyser;

    public StageNeeds Needs { get; } = new(BatchMax: 32);

    public IReadOnlyList<FeatureColumn> Columns { get; }

    public IReadOnlyList<ViewSpec> Views => [];

    public IReadOnlyList<ModelUse> Models { get; }

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
            var found = Joined(sample.Caption, _analyser.Find(text));
            var spans = _left.Count == 0 ? found : [.. found.Where(span => !_left.Contains(span.Type))];
            sample.Features.Set(Spans, spans);
            sample.Features.Set("text-pii.count", spans.Length);
            if (Models.Count > 0)
                sample.Features.Set(Left, found.Where(span => _left.Contains(span.Type)).ToArray());
            sample.Features.Set("text.length", text.Text.Length);
            sample.Features.Set("text.words", text.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length);
        }
        catch (DetectorException)
        {
            sample.Decide(Outcome.Quarantined, "text-pii", "text-pii.failed");
        }
    }

    // What stands side by side under one type goes as one: a title and a name, a house number and a street.
    private static Span[] Joined(string caption, Span[] spans)
    {
        var joined = new List<Span>(spans.Length);
        foreach (var span in spans)
        {
            var end = joined.Count == 0 ? 0 : joined[^1].Start + joined[^1].Length;
            if (joined.Count > 0 && joined[^1].Type == span.Type && span.Type is ("PERSON" or "ADDRESS")
                && caption.AsSpan(end, span.Start - end).IndexOfAnyExcept(' ', '\u00a0') < 0)
                joined[^1] = joined[^1] with { Length = span.Start + span.Length - joined[^1].Start };
            else
                joined.Add(span);
        }

        return [.. joined];
    }

    private static IReadOnlyList<FeatureColumn> Fixed { get; } =
    [
        new("text-pii.count", FeatureKind.Whole, "Number of such spans."),
        new("text.length", FeatureKind.Whole, "Length of the caption in UTF-16 units after normalisation."),
        new("text.words", FeatureKind.Whole, "Words of the caption, parted by white space."),
    ];

    private static FeatureColumn Column(string name, string description, IReadOnlyList<string> types) =>
        new(name, FeatureKind.Spans, description) { SpanTypes = types };

    private static void Check(Options options, IReadOnlyCollection<string> types, IReadOnlyCollection<string> named)
    {
        var known = PhoneNumberUtil.GetInstance().GetSupportedRegions();
        List<string> problems =
        [
            .. options.Types.Where(type => !types.Contains(type)).Select(type =>
                $"text-pii: '{type}' is no type of personal data. Known are {string.Join(", ", types)}."),
            .. options.NameTypes.Where(type => named.Count > 0 && !named.Contains(type)).Select(type =>
                $"text-pii: the names model finds no '{type}'. It finds {string.Join(", ", named)}."),
            .. options.Countries.Where(country => !Recognisers.Countries.Contains(country)).Select(country =>
                $"text-pii: no identifiers of '{country}' are known. Known are those of {string.Join(", ", Recognisers.Countries)}."),
            .. options.Regions.Where(region => !known.Contains(region)).Select(region =>
                $"text-pii: '{region}' is no region with phone numbers. Use ISO 3166 codes such as US, GB, DE, FR."),
        ];
        if (problems.Count > 0)
            throw new ConfigurationException(problems);
    }

    public sealed record Options
    {
        [Description("Model of the store that finds names and addresses, such as names-en; empty finds none.")]
        public string Names { get; init; } = "";

        [Description("Types of names that are personal data here. Others of the model (LOCATION, ORGANIZATION, TITLE, NRP, DATE_TIME, "
            + "AGE) are written to text-pii.left, which render.replaceText may list too.")]
        public IReadOnlyList<string> NameTypes { get; init; } = ["PERSON", "ADDRESS"];

        [Description("Types to look for, such as EMAIL and PHONE; none means all.")]
        public IReadOnlyList<string> Types { get; init; } = [];

        [Description("Countries (ISO 3166, upper case) whose official identifiers are looked for; none means all.")]
        public IReadOnlyList<string> Countries { get; init; } = [];

        [Description("Regions (ISO 3166, upper case) whose phone numbers are recognised in bare digits, "
            + "besides all that are written like one.")]
        [MinLength(1)]
        public IReadOnlyList<string> Regions { get; init; } = ["US", "GB", "DE", "FR"];

        [Description("Lowest score that counts: 0.4 takes what its shape speaks for, 0.6 wants a checksum, a distinctive shape "
            + "or a word that announces it.")]
        [Range(0.0, 1.0)]
        public double ScoreMin { get; init; } = 0.4;
    }
}
