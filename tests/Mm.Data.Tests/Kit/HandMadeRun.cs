using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Mm.Data.App.Hosting;
using Mm.Data.Catalog;
using Mm.Data.Models;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Run;
using Xunit;

namespace Mm.Data.Tests.Kit;

/// <summary>
/// The real service, jobs and decoder children and all, in this process, with detectors made by hand in place of the models. Runs follow
/// one another in it.
/// </summary>
internal sealed class HandMadeRun : IAsyncDisposable
{
    private const string Pipeline = """
        name: hand-made
        version: 1
        source: { name: marked, licence: mit }
        shards: { samples: 32 }
        measure:
          - stage: media
          - stage: text-pii
          - stage: rights
          - stage: faces
        select:
          duplicates: { exact: false, perceptualBits: null, keepBest: [media.pixels] }
        render:
          fill:
            - { feature: faces.boxes, kind: face, grow: 1.2 }
          imageFormat: png
          sideMax: 0
        publish: { keptMin: 0, partRows: 64 }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly IHost _host;

    private HandMadeRun(IHost host, TemporaryFolder folder) => (_host, _folder) = (host, folder);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public string this[string name] => _folder[name];

    /// <summary>How the last run went that ended well.</summary>
    public RunReport? Report { get; private set; }

    /// <param name="models">Answers for every detector.</param>
    public static async Task<HandMadeRun> StartAsync(IModels models)
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["models/canaries"]);
        await File.WriteAllBytesAsync(folder["models/canaries/face.png"], MarkedPictures.Png(ushort.MaxValue), Cancel);
        await File.WriteAllTextAsync(folder["pipeline.yaml"], Pipeline, Cancel);
        var settings = new AppSettings
        {
            State = new StateOptions { Folder = folder["state"] },
            Models = new ModelOptions { Folders = [folder["models"]], Device = ModelDevice.Cpu, Cache = new CacheOptions { SizeMib = 0 } },
        };
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var catalog = await RunCatalog.OpenAsync(settings.State, TimeProvider.System, Cancel);
        builder.Services.AddMmData(settings, catalog).AddSingleton(models).AddJobs(settings, workers: 2);
        var host = builder.Build();
        await HostGate.StartAsync(host, Cancel);
        return new HandMadeRun(host, folder);
    }

    /// <summary>Runs over pictures of these numbers, to a release of that name.</summary>
    public async Task<PublishResult> RunAsync(string release, IEnumerable<int> numbers, params string[] overrides)
    {
        var input = Directory.CreateDirectory(_folder[$"input-{release}"]).FullName;
        foreach (var number in numbers)
        {
            await File.WriteAllBytesAsync(Path.Combine(input, $"{number}.png"), MarkedPictures.Png(number), Cancel);
            await File.WriteAllTextAsync(Path.Combine(input, $"{number}.txt"), $"A red square on grey, number {number}.", Cancel);
        }

        var starter = _host.Services.GetRequiredService<RunStarter>();
        var started = await starter.StartAsync(
            new RunRequest { PipelinePath = _folder["pipeline.yaml"], Input = input, Output = _folder[release], Overrides = overrides }, Cancel);
        Assert.NotNull(started.Run);
        var result = await starter.WaitAsync(started.Run, Cancel);
        Report = started.Run.Report;
        return result;
    }

    /// <summary>The pixels of an encoded picture, by the decoder children of the service.</summary>
    public async Task<View> ShowAsync(ReadOnlyMemory<byte> encoded)
    {
        var views = await _host.Services.GetRequiredService<IDecoder>()
            .ViewsAsync(encoded, new ViewsRequest { Specs = [MarkedPictures.View] }, Cancel);
        Assert.True(views.Value is not null, views.Reason);
        return Assert.Single(views.Value.Views);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_host).DisposeAsync();
        _folder.Dispose();
    }
}
