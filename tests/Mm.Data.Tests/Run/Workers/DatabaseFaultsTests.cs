using Mm.Data.Catalog;
using Mm.Data.Tests.Kit;
using Npgsql;
using Xunit;

namespace Mm.Data.Tests.Run.Workers;

/// <summary>
/// A run with a worker while PostgreSQL crashes, and while the network between hurts. One of each in the suite;
/// <c>MMDATA_DATABASE_FAULTS=20</c> crashes so often and goes through every kind of fault.
/// </summary>
public sealed class DatabaseFaultsTests(LightRun light) : IAsyncLifetime
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);
    private readonly PostgresServer _server = new();
    private readonly TemporaryFolder _folder = new();

    private static int Many { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("MMDATA_DATABASE_FAULTS"), out var many) ? many : 0;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    [Promise(PromiseAttribute.Commit,
        "PostgreSQL may crash during a run: it ends with the same release, or stops cleanly and the same command completes it.")]
    [Fact]
    public async Task Crashes_of_the_database_end_with_the_same_release()
    {
        var crashes = 0;
        var stops = 0;
        for (var wanted = Math.Max(1, Many); crashes < wanted;)
        {
            stops += await EndsAsync($"crash{crashes}", _ => null, async (_, run) =>
            {
                while (!run.IsCompleted && crashes < wanted)
                {
                    await _server.CrashAsync();
                    crashes++;
                    await Task.Delay(Between, Cancel);
                }
            });
        }

        Figures.Record(typeof(DatabaseFaultsTests), $"{crashes} immediate stops of PostgreSQL: same release; {stops} times a run stopped " +
            "and the same command completed it");
    }

    [Promise(PromiseAttribute.Commit,
        "Eight kinds of network fault between mmdata and PostgreSQL end with the same release, or a clean stop that a restart completes.")]
    [Fact]
    public async Task Faults_of_the_network_end_with_the_same_release()
    {
        var kinds = Many > 0 ? Enum.GetValues<NetworkFault>().Where(fault => fault is not NetworkFault.None).ToArray() : [NetworkFault.Reset];
        var stops = 0;
        foreach (var kind in kinds)
        {
            stops += await EndsAsync($"{kind}", state => new FaultProxy(PortOf(state)), async (proxy, run) =>
            {
                for (var times = 0; !run.IsCompleted && times < 5; times++)
                {
                    proxy!.Set(kind);
                    await Task.Delay(Span, Cancel);
                    proxy.Set(NetworkFault.None);
                    await Task.Delay(Between, Cancel);
                }

                proxy!.Set(NetworkFault.None);
            });
        }

        Figures.Record(typeof(DatabaseFaultsTests), $"{kinds.Length} kinds of fault: same release; {stops} times a run stopped and the same " +
            "command completed it");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Runs under a fault until the release is there and right. How often the run had to be started again.</summary>
    private async Task<int> EndsAsync(
        string name, Func<StateOptions, FaultProxy?> between, Func<FaultProxy?, Task<Mmdata>, Task> hurt)
    {
        var once = await light.FilesAsync();
        using var folder = new TemporaryFolder();
        FaultProxy? proxy = null;
        await using var shared = await SharedRun.OpenAsync(_server, folder, state => (proxy = between(state)) is null
            ? state
            : state with { Connection = Through(state.Connection, proxy.Port) });
        await using var closing = proxy;
        var worker = await shared.AddWorkerAsync();
        var run = shared.Start(light);
        await shared.InHandsOfAsync(worker);
        await hurt(proxy, run);

        var stops = 0;
        for (var ended = await run; ended.ExitCode != 0; ended = await shared.Start(light))
        {
            Assert.True(ended.ExitCode == 3, $"{name}: {ended.ExitCode} {ended.Output}{ended.Errors}");
            Assert.DoesNotContain("This is a bug", ended.Errors, StringComparison.Ordinal);
            Assert.True(++stops < 5, $"{name}: {ended.Errors}");
            if (!worker.IsAlive)
                worker = await shared.AddWorkerAsync();
        }

        Assert.Equal(once, await Trees.ListAsync(shared.Release, Cancel));
        Assert.True(worker.IsAlive, $"{name}: the worker has ended");
        return stops;
    }

    private static int PortOf(StateOptions state) => new NpgsqlConnectionStringBuilder(state.Connection).Port;

    private static string Through(string connection, int port) =>
        new NpgsqlConnectionStringBuilder(connection) { Port = port }.ConnectionString;
}
