using Microsoft.Extensions.DependencyInjection;
using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Render;
using Mm.Data.Select;
using Mm.Data.Source;
using Mm.Data.Storage;

namespace Mm.Data.Run.Reproduce;

/// <summary>
/// Makes some samples of a release anew and holds every event that comes out against the ledger's: kept ones must give the same bytes,
/// dropped ones the same reason. A release names pipeline, input and models by their digests; what is not at hand, or is another, is
/// told as not checked. Nothing is taken from a cache.
/// </summary>
public sealed class Reproducer(
    IServiceProvider services, StageCatalog stages, IDecoder decoder, IDocuments documents, ByteBudget budget, ShardMeasurer measurer,
    Stores stores, KnownFolders knownFolders)
{
    private static readonly Phase[] OfSource = [Phase.Measure, Phase.Render];

    /// <exception cref="ConfigurationException">No release lies there.</exception>
    /// <exception cref="EnvironmentException">Its manifest or its audit files cannot be read.</exception>
    public async Task<Reproduction> RunAsync(ReproduceRequest request, CancellationToken cancel)
    {
        var release = await ReleaseReader.OpenAsync(request.Release, cancel);
        var samples = await DrawnSamples.OfAsync(release, request.Samples, request.Seed, cancel);
        var notes = new ReproductionNotes();
        if (Definition(request, release.Manifest, notes) is { } definition)
        {
            var ids = samples.Select(sample => sample.Id).ToHashSet(StringComparer.Ordinal);
            var features = await ReleasedFeatures.ReadAsync(release, Selector.Reads(definition.Select), ids, cancel);
            await SelectAgainAsync(definition, features, samples, notes, cancel);
            await FromSourceAsync(request, release.Manifest, features, samples, notes, cancel);
        }
        else
        {
            foreach (var phase in Enum.GetValues<Phase>())
                notes.Miss(samples, phase, "There is no pipeline to make it anew with.");
        }

        return notes.Report(request, samples);
    }

    /// <summary>The pipeline that made the release; null where it is not at hand.</summary>
    private PipelineDefinition? Definition(ReproduceRequest request, ReleaseManifest manifest, ReproductionNotes notes)
    {
        if (manifest.ToolVersion != ReleaseBuilder.ToolVersion)
            return Missing($"Version {manifest.ToolVersion} made the release, this is {ReleaseBuilder.ToolVersion}: use that one.");
        if (request.Pipeline is null)
            return Missing("No pipeline file was given: name it with --pipeline.");
        try
        {
            var definition = PipelineFile.Load(request.Pipeline, stages, request.Overrides);
            return definition.Fingerprint == manifest.Pipeline.Fingerprint ? definition : Missing(
                $"{request.Pipeline} is not the release's pipeline ({manifest.Pipeline.Name}, {Short(manifest.Pipeline.Fingerprint)}): "
                + "give that file, and the --set values of the run.");
        }
        catch (ConfigurationException e)
        {
            return Missing(e.Message);
        }

        PipelineDefinition? Missing(string reason)
        {
            notes.Miss("pipeline", reason);
            return null;
        }
    }

    /// <summary>Select is a function of all features, and the release has them all.</summary>
    private async Task SelectAgainAsync(
        PipelineDefinition definition, ReleasedFeatures features, IReadOnlyList<DrawnSample> samples, ReproductionNotes notes,
        CancellationToken cancel)
    {
        if (features.Decided.Count > samples.Count)
            notes.Miss("select", "Decided anew on the features in the release; those of samples not drawn were not measured anew.");
        try
        {
            var known = await (await KnownReleases.FindAsync(definition, () => knownFolders, cancel)).ReadAsync(cancel);
            var decisions = Selector.Decide(features.Decided, definition.Select, definition.Render.Sound, known)
                .ToDictionary(decision => decision.Id, StringComparer.Ordinal);
            foreach (var sample in samples)
            {
                var made = decisions.TryGetValue(sample.Id, out var decision) ? SelectJob.EventOf(decision) : null;
                if (decision?.Facts.TryGetValue(Decisions.Difficulty, out var difficulty) is true
                    && features.Whole.TryGetValue(sample.Id, out var row))
                    row.Features.Set(Decisions.Difficulty, difficulty);
                notes.Compare(sample, made, Phase.Select);
            }
        }
        catch (Exception e) when (e is ArgumentException or ConfigurationException or EnvironmentException)
        {
            notes.Miss(samples, Phase.Select, e.Message); // a row twice, which is a finding of the verifier; or a release is not at hand
        }
    }

    private async Task FromSourceAsync(
        ReproduceRequest request, ReleaseManifest manifest, ReleasedFeatures features, IReadOnlyList<DrawnSample> samples,
        ReproductionNotes notes, CancellationToken cancel)
    {
        try
        {
            if (request.Input is null)
                throw new ConfigurationException("The source was not given: name it with --source.");
            var pipeline = PipelineFile.Load(request.Pipeline!, stages, request.Overrides, services);
            await using var chain = new MeasureChain(decoder, pipeline);
            CheckModels(manifest.Models, chain.Models);
            notes.AreModelsKnown = true;
            var source = await SourceOpener.OpenAsync(stores.FilesOf(request.Input), request.Input, pipeline.Definition.Source, cancel);
            var taken = RunSources.TakingApart(source, pipeline.Definition.Source, documents);
            var plan = await Planner.PlanAsync(taken, pipeline.Definition.Shards, cancel);
            notes.IsInputKnown = plan.Digest == manifest.InputDigest;
            if (!notes.IsInputKnown)
                notes.Miss("source", "It is not the input of the release as a whole: samples were added, changed or taken away.");

            var again = new SourceAgain(chain, plan, features, measurer, notes);
            await again.MeasureAsync(samples, cancel);
            if (Renderer(pipeline.Definition, chain, manifest, samples, notes) is { } renderer)
                await again.RenderAsync(samples, renderer, cancel);
        }
        catch (Exception e) when (e is ConfigurationException or EnvironmentException)
        {
            foreach (var phase in OfSource)
                notes.Miss(samples, phase, e.Message);
        }
    }

    private RowRenderer? Renderer(
        PipelineDefinition definition, MeasureChain chain, ReleaseManifest manifest, IReadOnlyList<DrawnSample> samples,
        ReproductionNotes notes)
    {
        var key = RunKeys.KeyOf(definition, services.GetService<RedactionKey>());
        if ((key?.Id ?? "") != manifest.RedactionKey)
        {
            notes.Miss(samples, Phase.Render, $"It was made under the key {manifest.RedactionKey}: set Privacy:KeyFile to it.");
            return null;
        }

        var rows = new RowBuilder(definition, chain, new TextOperators(definition.Render.Text, key));
        return new RowRenderer(definition, chain, rows, KnownQuarantine.None, decoder, budget);
    }

    private static string Short(string digest) => digest.Length > 12 ? digest[..12] + "..." : digest;

    private static void CheckModels(IReadOnlyList<ModelUse> stated, IReadOnlyList<ModelUse> there)
    {
        var other = stated.Where(model => !there.Any(one => one.Digest == model.Digest && one.Device == model.Device))
            .Select(model => $"{model.Name} ({Short(model.Digest)}, {model.Device})").ToArray();
        if (other.Length > 0 || stated.Count != there.Count)
            throw new ConfigurationException(
                $"The models at hand are not those of the release, which used {string.Join(", ", other)}: put them into Models:Folders.");
    }
}
