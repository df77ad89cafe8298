using Mm.Data.Storage;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run.Workers;

/// <summary>
/// Runs of worker processes out of a container into it, with one killed, and while the network between them and the service hurts. Two
/// kinds of fault in the suite; <c>MMDATA_BLOB_FAULTS=1</c> goes through every kind.
/// </summary>
public sealed class BlobWorkersTests(LightRun light, PostgresServer server, AzuriteServer service) : IDisposable
{
    private const int SpansMax = 10;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);
    private readonly TemporaryFolder _folder = new();

    private static bool IsLong { get; } = Environment.GetEnvironmentVariable("MMDATA_BLOB_FAULTS") is { Length: > 0 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Promise(PromiseAttribute.Bytes,
        "Two workers on PostgreSQL and a container, one of them killed, make the release of one local run over folders, byte for byte.")]
    [Fact]
    public async Task Two_workers_on_a_container_of_which_one_is_killed_make_the_release_of_one_local_run()
    {
        var once = await light.FilesAsync();
        var (input, output) = await ContainerAsync();
        await using var shared = await SharedRun.OpenAsync(server, _folder);
        shared.Set(AzuriteServer.Environment(await service.OptionsAsync()));
        var (dies, lives) = (await shared.AddWorkerAsync(), await shared.AddWorkerAsync());
        var run = shared.Start(light.CommandFrom(input, output));
        await shared.InHandsOfAsync(dies);
        await dies.SignalAsync("KILL");
        await dies.EndAsync();

        var ended = await run;

        Assert.True(ended.ExitCode == 0, ended.Output + ended.Errors);
        Assert.True(lives.IsAlive);
        await SameAsync(once, output, "copy");
    }

    [Promise(PromiseAttribute.Commit,
        "Eight kinds of network fault between mmdata and the blob service end with the same release, or a clean stop that a restart completes.")]
    [Fact]
    public async Task Faults_of_the_network_end_with_the_same_release()
    {
        var kinds = IsLong
            ? Enum.GetValues<NetworkFault>().Where(fault => fault is not NetworkFault.None).ToArray()
            : [NetworkFault.Reset, NetworkFault.Cut];
        var stops = 0;
        foreach (var kind in kinds)
            stops += await EndsAsync(kind);
        Figures.Record(
            typeof(BlobWorkersTests), $"{kinds.Length} kinds of fault: same release; {stops} times a run stopped and the same command " +
            $"completed it{(IsLong ? " (`MMDATA_BLOB_FAULTS=1`)" : "")}");
    }

    /// <summary>Runs under a fault until the release is there and right. How often the run had to be started again.</summary>
    private async Task<int> EndsAsync(NetworkFault kind)
    {
        var once = await light.FilesAsync();
        var (input, output) = await ContainerAsync();
        await service.OptionsAsync();
        await using var proxy = new FaultProxy(service.Port);
        var storage = await service.OptionsAsync(proxy.Port) with { RetriesMax = 3, TimeoutSeconds = 3 };
        var environment = AzuriteServer.Environment(storage);
        var first = StartAsync();
        await HurtAsync(proxy, kind, first);
        var stops = 0;
        for (var ended = await first; ended.ExitCode != 0; ended = await StartAsync())
        {
            Assert.True(ended.ExitCode == 3, $"{kind}: {ended.ExitCode} {ended.Output}{ended.Errors}");
            Assert.Empty(CleanStop.Faults(ended));
            Assert.DoesNotContain(AzuriteServer.Key, ended.Errors, StringComparison.Ordinal);
            Assert.True(++stops < 8, $"{kind}: {ended.Errors}");
        }

        await SameAsync(once, output, $"{kind}-copy");
        return stops;

        Task<Mmdata> StartAsync() => Mmdata.RunAsync(
            _folder[$"{kind}-state"], environment, Cancel, light.CommandFrom(input, output, "--workers", "2"));
    }

    /// <summary>From the first request on, until the run ends, again and again.</summary>
    private static async Task HurtAsync(FaultProxy proxy, NetworkFault kind, Task run)
    {
        while (proxy.Connections == 0 && !run.IsCompleted)
            await Task.Delay(TimeSpan.FromMilliseconds(20), Cancel);
        Assert.False(run.IsCompleted, $"{kind}: the run has ended before");
        for (var times = 0; times < SpansMax && !run.IsCompleted; times++)
        {
            proxy.Set(kind);
            await Task.Delay(Span, Cancel);
            proxy.Set(NetworkFault.None);
            await Task.Delay(Between, Cancel);
        }
    }

    private async Task<(string Input, string Output)> ContainerAsync()
    {
        await light.FilesAsync();
        var container = await service.NewContainerAsync();
        await AzuriteServer.UploadAsync(container, light.Input, "in");
        return ($"az://{container.Name}/in", $"az://{container.Name}/out/release");
    }

    private async Task SameAsync(IReadOnlyList<string> once, string output, string copy)
    {
        var copied = await Mmdata.RunAsync(
            _folder["reader"], AzuriteServer.Environment(await service.OptionsAsync()), Cancel, "copy", output, _folder[copy]);
        Assert.True(copied.ExitCode == 0, copied.Errors);
        Assert.Equal(once, await Trees.ListAsync(_folder[copy], Cancel));
    }
}
