using System.Globalization;
using Mm.Data.Catalog;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run.Workers;

/// <summary>A run whose process leaves all work to workers on the same PostgreSQL, with a short lease.</summary>
internal sealed class SharedRun : IAsyncDisposable
{
    private const string ShortLease = "2"; // in place of 30: nobody waits half a minute in the suite

    /// <summary>Of the run and its workers; MMDATA_LEASE sets it.</summary>
    public static readonly int LeaseSeconds =
        int.Parse(System.Environment.GetEnvironmentVariable("MMDATA_LEASE") ?? ShortLease, CultureInfo.InvariantCulture);

    private readonly List<Worker> _workers = [];
    private readonly TemporaryFolder _folder;
    private readonly Dictionary<string, string> _environment;
    private Task<Mmdata>? _run;

    private SharedRun(TemporaryFolder folder, StateOptions state, RunCatalog catalog)
    {
        (_folder, Catalog) = (folder, catalog);
        _environment = PostgresServer.Environment(state);
        _environment["MMDATA_Run__LeaseSeconds"] = $"{LeaseSeconds}";
        _environment["MMDATA_State__Key"] = Convert.ToHexStringLower(new byte[32]);
        _environment["MMDATA_Models__Cache__SizeMib"] = "0"; // or a second attempt would find the first one's measurements
    }

    public RunCatalog Catalog { get; }

    public string Release => _folder["release"];

    public string State => _folder["state"];

    public IReadOnlyDictionary<string, string> Environment => _environment;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A setting for the run and its workers, as an environment variable.</summary>
    public void Set(IEnumerable<KeyValuePair<string, string>> settings)
    {
        foreach (var (name, value) in settings)
            _environment[name] = value;
    }

    public static async Task<SharedRun> OpenAsync(PostgresServer server, TemporaryFolder folder, Func<StateOptions, StateOptions>? way = null)
    {
        var state = await server.NewAsync(folder["state"]);
        var catalog = await RunCatalog.OpenAsync(state, TimeProvider.System, Cancel);
        return new SharedRun(folder, way is null ? state : way(state), catalog);
    }

    public async Task<Worker> AddWorkerAsync(params string[] more)
    {
        var worker = await Worker.StartAsync(State, _environment, ["--workers", "1", .. more]);
        _workers.Add(worker);
        return worker;
    }

    /// <summary>Starts the run; it ends when the workers have done everything.</summary>
    public Task<Mmdata> Start(LightRun run, params string[] more) => Start(run.Command(Release, more));

    public Task<Mmdata> Start(string[] command) =>
        _run = Mmdata.RunAsync(State, _environment, Cancel, [.. command, "--config", "Run:Queues=none"]);

    /// <summary>The first shard found in a worker's hands.</summary>
    public Task<ShardRecord> InHandsOfAsync(Worker worker) => FindAsync(
        shard => !shard.Done && shard.Holder?.StartsWith(worker.Name, StringComparison.Ordinal) == true);

    /// <summary>Waits for a shard of the run, as the catalog shows it.</summary>
    public async Task<ShardRecord> FindAsync(Func<ShardRecord, bool> wanted)
    {
        while (true)
        {
            foreach (var run in await Catalog.RunsAsync(1, Cancel))
            {
                if ((await Catalog.ShardsAsync(run.Key, Cancel)).FirstOrDefault(wanted) is { } shard)
                    return shard;
            }

            Assert.False(_run?.IsCompleted == true, "the run has ended before");
            await Task.Delay(20, Cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
            await worker.DisposeAsync();
    }
}
