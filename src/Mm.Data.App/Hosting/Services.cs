using Hangfire;
using Mm.Data.Audit.Log;
using Mm.Data.Catalog;
using Mm.Data.Decode;
using Mm.Data.Models;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Cache;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Render;
using Mm.Data.Run;
using Mm.Data.Run.Cache;
using Mm.Data.Run.Evaluation;
using Mm.Data.Run.Lineage;
using Mm.Data.Run.Schedules;
using Mm.Data.Run.Workers;
using Mm.Data.Storage;

namespace Mm.Data.App.Hosting;

/// <summary>Puts the library together: the only place that knows every part.</summary>
public static class Services
{
    /// <summary>What a job that is told to give its shard back may take for it.</summary>
    private static readonly TimeSpan GiveBack = TimeSpan.FromSeconds(10);

    /// <exception cref="ConfigurationException">The key of keyed redaction cannot be read.</exception>
    public static IServiceCollection AddMmData(this IServiceCollection services, AppSettings settings, RunCatalog catalog) => services
        .AddRedactionKey(RedactionKey.Read(settings.Privacy))
        .AddSingleton(settings)
        .AddSingleton(settings.State)
        .AddSingleton(settings.Decode)
        .AddSingleton(settings.Models)
        .AddSingleton(settings.Audit)
        .AddSingleton(new SigningKeys(settings.Audit, settings.State.Folder))
        .AddSingleton(new Stores(settings.Storage, settings.State.Folder))
        .AddSingleton(TimeProvider.System)
        .AddSingleton(catalog)
        .AddSingleton(new ByteBudget(settings.Memory.BudgetMib * 1024))
        .AddSingleton(new StageCatalog(typeof(Sample).Assembly))
        .AddSingleton<ModelStore>()
        .AddSingleton(_ => OpenCache(settings))
        .AddSingleton<KeptMeasurements>()
        .AddSingleton(provider => new OnnxModels(
            provider.GetRequiredService<ModelStore>(), settings.Models, provider.GetRequiredService<MeasureStore>().Disk,
            provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IModels>(provider => provider.GetRequiredService<OnnxModels>())
        .AddSingleton<DecoderPool>()
        .AddSingleton<IDecoder>(provider => provider.GetRequiredService<DecoderPool>())
        .AddSingleton<IDocuments>(provider => provider.GetRequiredService<DecoderPool>())
        .AddSingleton(Canaries(settings))
        .AddSingleton(settings.Run)
        .AddSingleton<ActiveRuns>()
        .AddSingleton<WorkerIdentity>()
        .AddSingleton<ShardRunner>()
        .AddSingleton<PhaseSteps>()
        .AddSingleton<JobFaultFilter>()
        .AddSingleton<ShardMeasurer>()
        .AddSingleton<KnownFolders>()
        .AddSingleton<PlanSeal>()
        .AddSingleton<RunSources>()
        .AddSingleton<RunJoiner>()
        .AddSingleton<RunFinder>()
        .AddSingleton<RunWatch>()
        .AddSingleton<LostShards>()
        .AddSingleton<ReleaseEvaluator>()
        .AddSingleton<RunReports>()
        .AddSingleton(settings.Lineage)
        .AddSingleton<RunLineage>()
        .AddSingleton<RunStarter>();

    /// <summary>
    /// Hangfire with storage in memory, or in PostgreSQL where the catalog is: markers and catalog say what is done, so nothing is lost
    /// with a process or its jobs.
    /// </summary>
    public static IServiceCollection AddJobs(
        this IServiceCollection services, AppSettings settings, int workers, TimeSpan drain = default)
    {
        // Hangfire's own filter would take up what JobRetry lets fail: ten attempts in four and a half hours on a full disk.
        GlobalJobFilters.Filters.Remove<AutomaticRetryAttribute>();
        var queues = settings.Run.QueueList;
        var isShared = settings.State.Database is StateDatabase.Postgresql;
        if (!isShared && queues.Count < RunOptions.AllQueues.Count)
        {
            throw new ConfigurationException(
                $"Run:Queues={settings.Run.Queues} leaves work to other processes, which takes State:Database=postgresql.");
        }

        services.AddHangfire((provider, hangfire) => hangfire
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UseJobStorage(settings.State)
            .UseFilter(provider.GetRequiredService<JobFaultFilter>()));
        if (isShared)
            services.AddHostedService<WorkerService>();
        if (queues.Count == 0)
            return services;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = drain + (2 * GiveBack));
        return services.AddHangfireServer((provider, server) =>
        {
            server.ServerName = provider.GetRequiredService<WorkerIdentity>().Name;
            server.WorkerCount = workers;
            server.Queues = [.. queues];
            server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
            server.StopTimeout = drain;
            server.ShutdownTimeout = drain + GiveBack;
        });
    }

    /// <summary>Fires the schedules of the catalog from this process.</summary>
    public static IServiceCollection AddSchedules(this IServiceCollection services) => services
        .AddSingleton<IWindowRuns, WindowRuns>()
        .AddSingleton<Scheduler>()
        .AddHostedService<SchedulerService>();

    private static IServiceCollection AddRedactionKey(this IServiceCollection services, RedactionKey? key) =>
        key is null ? services : services.AddSingleton(key);

    /// <summary>Beside the models, wherever those lie.</summary>
    public static CanaryPictures Canaries(AppSettings settings) =>
        new([.. settings.Models.Folders.Select(folder => Path.Combine(folder, CanaryPictures.FolderName))]);

    internal static MeasureStore OpenCache(AppSettings settings)
    {
        var cache = settings.Models.Cache;
        var folder = cache.Folder.Length > 0 ? cache.Folder : Path.Combine(settings.State.Folder, "cache");
        return new MeasureStore(cache.SizeMib == 0 ? null : DiskCache.Open(folder, (long)cache.SizeMib << 20));
    }
}
