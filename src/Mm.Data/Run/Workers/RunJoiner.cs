using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Mm.Data.Audit.Log;
using Mm.Data.Catalog;
using Mm.Data.Models;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Render;
using Mm.Data.Run.Cache;
using Mm.Data.Source;
using Mm.Data.Storage;

namespace Mm.Data.Run.Workers;

/// <summary>
/// Opens a run that another process started, from the request in the catalog. What decides the run's bytes is worked out here again and
/// has to come to the same key: a worker with another pipeline file, model, device or key is none of this run's.
/// </summary>
public sealed class RunJoiner(
    IServiceProvider services, StageCatalog stages, IDecoder decoder, KeptMeasurements kept, OnnxModels models, PlanSeal seal,
    AuditOptions audit, SigningKeys signing, RunSources sources, Stores stores, TimeProvider clock,
    KnownFolders knownFolders)
{
    /// <exception cref="ConfigurationException">Pipeline file, models or input are not there, or not the same.</exception>
    /// <exception cref="EnvironmentException">The machine lacks something.</exception>
    public async Task<ActiveRun> JoinAsync(RunRecord record, CancellationToken cancel)
    {
        var started = clock.GetTimestamp();
        var request = JsonSerializer.Deserialize<RunRequest>(record.RequestJson)!;
        var pipeline = PipelineFile.Load(request.PipelinePath, stages, request.Overrides, services);
        var measuring = new MeasureChain(decoder, pipeline, kept);
        try
        {
            return await OpenAsync(record, request, pipeline.Definition, measuring, started, cancel);
        }
        catch
        {
            await measuring.DisposeAsync();
            throw;
        }
    }

    private async Task<ActiveRun> OpenAsync(
        RunRecord record, RunRequest request, PipelineDefinition definition, MeasureChain measuring, long started, CancellationToken cancel)
    {
        var workspace = RunWorkspace.Join(stores.WorkOf(request.Output), record.ReleaseKey);
        var plan = await seal.ReadAsync(
            workspace, record.ReleaseKey, definition.Shards, sources.ShelvesOf(definition.Source), cancel)
            ?? await Planner.PlanAsync(await sources.OpenAsync(request, definition.Source, cancel), definition.Shards, cancel);
        var key = RunKeys.KeyOf(definition, services.GetService<RedactionKey>());
        var known = await KnownReleases.FindAsync(definition, () => knownFolders, cancel);
        if (RunKeys.Release(definition, plan, measuring.Models, key, known) != record.ReleaseKey)
        {
            throw new ConfigurationException(
                $"It would come to another release than run {record.Key[..8]}: pipeline file, input, models, their device, " +
                "releases named by select or Privacy:Key differ from those of the process that started it. Give all the same.");
        }

        return new ActiveRun
        {
            Key = record.Key,
            ReleaseKey = record.ReleaseKey,
            Epoch = record.Epoch,
            Request = request,
            Definition = definition,
            Plan = plan,
            RedactionKey = key,
            TextOperators = new TextOperators(definition.Render.Text, key),
            Measuring = measuring,
            Known = known,
            OpenLogAsync = async stop => LogStore.Of(audit, request.Output, await signing.OpenAsync(stop), stores.BlobsOf),
            Workspace = workspace,
            EngineBefore = EngineCounts.Of(models),
            Bookkeeping = new Bookkeeping(clock),
            StartedTimestamp = started,
            PlanSeconds = clock.GetElapsedTime(started).TotalSeconds,
        };
    }
}
