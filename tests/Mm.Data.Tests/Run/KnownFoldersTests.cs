using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Mm.Data.Decode;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Run;
using Mm.Data.Storage;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

public sealed class KnownFoldersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    /// <summary>The stage faces could not even be opened here: there are no models.</summary>
    [Fact]
    public async Task The_stages_whose_columns_are_compared_measure_the_set_and_no_others()
    {
        await AddAsync("one", "A brown dog runs over the beach");
        await AddAsync("two", "Two boats at night");
        var folders = Folders();

        var plan = await folders.PlanAsync(_folder.Path, Definition, Cancel);
        var rows = await folders.MeasureAsync(plan, Definition, Cancel).ToListAsync(Cancel);

        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.Equal(Outcome.Kept, row.Verdict.Outcome));
        Assert.All(rows, row => Assert.Equal("image", row.Features.Code(KnownFeatures.Modality)));
        Assert.All(rows, row => Assert.True(row.Features.Has(KnownFeatures.CaptionSignature)));
        Assert.All(rows, row => Assert.True(row.Features.Has(KnownFeatures.PerceptualHash)));
        Assert.Equal(2, rows.Select(row => row.AssetSha256).Distinct().Count());
    }

    [Fact]
    public async Task A_folder_without_samples_is_no_set_and_the_fault_names_it()
    {
        var fault = await Assert.ThrowsAsync<ConfigurationException>(FindAsync);

        Assert.Contains("The set set of select cannot be measured", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_set_s_content_names_the_run()
    {
        await AddAsync("one", "A brown dog runs over the beach");
        var before = await FindAsync();
        await AddAsync("two", "Two boats at night");

        Assert.NotEqual(before, await FindAsync());
    }

    private async Task<string> FindAsync()
    {
        var definition = Definition with
        {
            Select = new SelectOptions { Decontaminate = [new KnownSet { Name = "set", Path = _folder.Path }] },
        };
        return Assert.Single((await KnownReleases.FindAsync(definition, Folders, Cancel)).Digests);
    }

    private static PipelineDefinition Definition => new()
    {
        Name = "a",
        Version = 1,
        Measure = [Entry("media"), Entry("hashes"), Entry("caption-hashes"), Entry("faces")],
    };

    private static StageEntry Entry(string stage) => new() { Stage = stage, With = JsonDocument.Parse("{}").RootElement };

    private static KnownFolders Folders() => new(
        new ServiceCollection().AddSingleton(RedactionKey.Read(new PrivacyOptions { Key = new string('5', 64) })!).BuildServiceProvider(),
        new StageCatalog(typeof(Sample).Assembly),
        new StripedDecoder(),
        new FakeDocuments(),
        new ShardMeasurer(new ByteBudget(64 * 1024), new DecodeOptions(), TimeProvider.System),
        Stores.Local);

    private async Task AddAsync(string name, string caption)
    {
        await File.WriteAllTextAsync(_folder[name + ".jpg"], name, Cancel);
        await File.WriteAllTextAsync(_folder[name + ".txt"], caption, Cancel);
    }

    /// <summary>Takes every asset for a picture of stripes.</summary>
    private sealed class StripedDecoder : IDecoder
    {
        public int Width => 1;

        public ValueTask<Decoded<MediaFacts>> ProbeAsync(ReadOnlyMemory<byte> encoded, CancellationToken cancel) =>
            throw new NotSupportedException();

        public ValueTask<Decoded<RenderResult>> RenderAsync(
            ReadOnlyMemory<byte> encoded, RenderRequest request, CancellationToken cancel) => throw new NotSupportedException();

        public ValueTask<Decoded<ViewsResult>> ViewsAsync(
            ReadOnlyMemory<byte> encoded, ViewsRequest request, CancellationToken cancel) => new((Decoded<ViewsResult>)new ViewsResult
            {
                Media = new MediaFacts { Modality = Modality.Image, Container = "jpeg", Codec = "jpeg", Width = 64, Height = 64 },
                Views = [.. request.Specs.Select(Striped)],
            });

        private static View Striped(ViewSpec spec) =>
            new(spec, 0, spec.Width, spec.Height, Enumerable.Range(0, spec.Bytes).Select(i => (byte)(i / 5 % 2 * 200)).ToArray());
    }
}
