using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Run;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.ConventionTests;

/// <summary>Schemas, stages and the pipeline files of the repository fit each other.</summary>
public sealed class PipelineTests
{
    private static readonly StageCatalog Catalog = new(typeof(Sample).Assembly);

    public static TheoryData<string> Pipelines { get; } =
        [.. Directory.GetFiles(Path.Combine(Checkout.Root, "pipelines"), "*.yaml").Select(path => Path.GetFileName(path)).Order()];

    [Fact]
    public void The_schemas_folder_equals_the_code()
    {
        var folder = Path.Combine(Checkout.Root, "schemas");
        var files = SchemaFolder.All(Catalog);

        Assert.Equal(
            files.Select(file => file.Name).Order(StringComparer.Ordinal),
            Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.True(
            File.ReadAllText(Path.Combine(folder, file.Name)) == file.Json,
            $"schemas/{file.Name} differs from the code: run mmdata stages --schemas schemas and look at the difference"));
    }

    [Fact]
    public void There_is_a_schema_of_every_stage_and_of_everything_a_release_holds()
    {
        var names = SchemaFolder.All(Catalog).Select(file => file.Name).ToHashSet();

        Assert.All(Catalog.Names, stage => Assert.Contains($"stage.{stage}.schema.json", names));
        Assert.Superset(
            new HashSet<string>(
            [
                "pipeline.schema.json", "manifest.schema.json", "audit-event.schema.json", "feature-row.schema.json",
                "sample-row.schema.json",
            ]),
            names);
    }

    [Theory]
    [MemberData(nameof(Pipelines))]
    public void A_pipeline_of_the_repository_loads_with_the_real_stages(string file)
    {
        var loaded = PipelineFile.Load(Checkout.Pipeline(file), Catalog, [], new BlankModels());

        Assert.Equal(loaded.Definition.Measure.Count, loaded.Stages.Count);
        Assert.Equal(Path.GetFileNameWithoutExtension(file), loaded.Definition.Name);
    }

    [Fact]
    public void Every_stage_is_used_by_a_pipeline_of_the_repository()
    {
        var used = Pipelines.SelectMany(row => PipelineFile.Load(Checkout.Pipeline(row.Data), Catalog, []).Measure)
            .Select(entry => entry.Stage);

        Assert.Empty(Catalog.Names.Except(used));
    }

    /// <summary>Any model by name; none is ever run.</summary>
    private sealed class BlankModels : IServiceProvider, IModels, IDualEncoder, IBoxDetector, INameTagger, ITextReader, ISpeechDetector,
        IPictureClassifier, ILanguageTagger
    {
        public ModelUse Model => new("blank", "00", "MIT");

        public ViewSpec View => new(8, 8);

        public int Dimensions => 2;

        public float LogitScale => 1;

        public float MatchThreshold => 0;

        public float DefaultThreshold => 0.5f;

        public float DefaultConfidence => 0.5f;

        public object? GetService(Type serviceType) => serviceType == typeof(IModels) ? this
            : serviceType == typeof(RedactionKey) ? RedactionKey.Read(new PrivacyOptions { Key = new string('0', 64) })
            : null;

        public IDualEncoder OpenDualEncoder(string name) => this;

        public IBoxDetector OpenDetector(string name) => this;

        public INameTagger OpenNameTagger(string name) => this;

        public IReadOnlyList<string> Types => ["PERSON", "ADDRESS", "LOCATION", "ORGANIZATION", "TITLE"];

        public IReadOnlyList<Span> Tag(ReadOnlySpan<char> text) => [];

        public ITextReader OpenTextReader(string name) => this;

        public ValueTask<LineReading> ReadAsync(View view, Quad line, CancellationToken cancel) => throw new NotSupportedException();

        public ISpeechDetector OpenSpeechDetector(string name) => this;

        public IPictureClassifier OpenClassifier(string name) => this;

        public IReadOnlyList<string> Classes => ["neutral", "porn"];

        public ValueTask<float[]> ScoreAsync(View view, CancellationToken cancel) => throw new NotSupportedException();

        public ILanguageTagger OpenLanguageTagger(string name) => this;

        public IReadOnlyList<string> Languages => ["en"];

        public LanguageGuess? Of(string text) => throw new NotSupportedException();

        public int HopSamples => 1;

        public ValueTask<float[]> EmbedImageAsync(View view, CancellationToken cancel) => throw new NotSupportedException();

        public ValueTask<float[]> EmbedTextAsync(string text, CancellationToken cancel) => throw new NotSupportedException();

        public ValueTask<float[]> ScoreAsync(ReadOnlyMemory<float> sound, CancellationToken cancel) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<Box>> DetectAsync(View view, float threshold, CancellationToken cancel) =>
            throw new NotSupportedException();
    }
}
