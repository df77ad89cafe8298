using Microsoft.Extensions.DependencyInjection;
using Mm.Data.Decode;
using Mm.Data.Models;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Run;
using Mm.Data.Run.Cache;
using Mm.Data.Storage;

namespace Mm.Data.App.Hosting;

/// <summary>What commands need that measure outside of a run: no catalog and no jobs.</summary>
internal static class MeasuringServices
{
    /// <exception cref="ConfigurationException">The key of keyed redaction cannot be read.</exception>
    public static IServiceCollection Of(AppSettings settings)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(settings.Decode)
            .AddSingleton(settings.Models)
            .AddSingleton(new Stores(settings.Storage, settings.State.Folder))
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new ByteBudget(settings.Memory.BudgetMib * 1024))
            .AddSingleton(new StageCatalog(typeof(Sample).Assembly))
            .AddSingleton<IModels>(_ => new OnnxModels(new ModelStore(settings.Models), settings.Models))
            .AddSingleton<DecoderPool>()
            .AddSingleton<IDecoder>(provider => provider.GetRequiredService<DecoderPool>())
            .AddSingleton<IDocuments>(provider => provider.GetRequiredService<DecoderPool>())
            .AddSingleton<ShardMeasurer>()
            .AddSingleton<KnownFolders>();
        if (RedactionKey.Read(settings.Privacy) is { } key)
            services.AddSingleton(key);
        return services;
    }

    /// <summary>The same, which takes from the cache of runs and adds to it.</summary>
    public static IServiceCollection WithCache(AppSettings settings) => Of(settings)
        .AddSingleton(_ => Services.OpenCache(settings))
        .AddSingleton<KeptMeasurements>();
}
