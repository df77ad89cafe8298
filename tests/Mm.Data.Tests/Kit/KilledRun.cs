using System.Diagnostics;
using Mm.Data.Audit.Log;
using Mm.Data.Catalog;
using Xunit;

namespace Mm.Data.Tests.Kit;

/// <summary>
/// A run that is killed and begun again until its release is there, with an account of what its processes did: samples of all shards
/// and parts that any of them began, found in the catalog. Select and Publish, which look at the whole run and open no media, are begun
/// anew by every process and are not counted.
/// </summary>
/// <param name="folder">Where the release appears, as <c>release</c>, and the state lies, as <c>state</c>.</param>
/// <param name="command">The command without its <c>--output</c>.</param>
/// <param name="seed">Of the moments.</param>
internal sealed class KilledRun(string folder, string[] command, int seed) : IDisposable
{
    private const string Decoder = "Mm.Data.Decoder.dll";
    private const int DelayMaxMs = 250;
    private const int KilledCode = 128 + 9;
    private const int TokenBits = 20; // of RunCatalog
    private static readonly Dictionary<string, string> _settings = new() { ["MMDATA_Models__Cache__SizeMib"] = "0" };
    private static readonly (string Calls, int Max)[] _calls =
    [
        ("fsync", 30), ("rename", 10), ("write,pwrite64", 100), ("unlink,unlinkat", 10),
    ];

    private readonly Random _random = new(seed);
    private Process? _process;
    private int _traced; // 0, or the pid of mmdata below strace
    private Task<string[]> _output = Task.FromResult<string[]>([]);
    private int _epoch;

    public string Release => Path.Combine(folder, "release");

    private string State => Path.Combine(folder, "state");

    /// <summary>Samples of all shards and parts that were begun.</summary>
    public long Begun { get; private set; }

    /// <summary>The most samples that one process had in hand when it was killed.</summary>
    public long InHandMax { get; private set; }

    /// <summary>What was killed how often.</summary>
    public SortedDictionary<string, int> Kills { get; } = new(StringComparer.Ordinal);

    /// <summary>Shards and parts that are done.</summary>
    public int Done => Markers().Count;

    /// <summary>Kills the process at some moment after so many shards are done.</summary>
    public async Task KillWorkerAsync(int done, CancellationToken cancel)
    {
        Start([]);
        await ReachAsync(done, cancel);
        await EndAsync("worker, at a moment", cancel);
    }

    /// <summary>Kills a decoder child at some moment after so many shards are done; the process goes on.</summary>
    public async Task KillChildAsync(int done, CancellationToken cancel)
    {
        Start([]);
        await ReachAsync(done, cancel);
        IReadOnlyList<int> children;
        while ((children = Descendants.Of(_process!.Id, Decoder)).Count == 0 && !_process.HasExited)
            await Task.Delay(5, cancel);
        if (children.Count == 0)
            return;
        using var child = Process.GetProcessById(children[_random.Next(children.Count)]);
        child.Kill();
        Count("child, at a moment");
    }

    /// <summary>
    /// Has strace kill whoever makes the K-th call of a kind in its thread; who has not died when so many shards are done is killed then.
    /// </summary>
    public async Task KillAtCallAsync(int done, CancellationToken cancel)
    {
        var (calls, max) = _calls[_random.Next(_calls.Length)];
        var log = Path.Combine(folder, "strace.log");
        Start(Strace.Tool(log, calls, $"signal=SIGKILL:when={_random.Next(1, max + 1)}"));
        await ReachAsync(done, cancel);
        var here = _process!.HasExited;
        await EndAsync(here ? $"worker, at {calls.Split(',')[0]}" : "worker, at a moment", cancel);
        File.Delete(log);
    }

    /// <summary>Has strace kill the process when the ledger holds the release and its <c>checkpoint</c> does not say so yet.</summary>
    public Task KillAtCheckpointAsync(CancellationToken cancel) => KillAtRenameAsync(
        "worker, at the rename of the ledger's checkpoint", [Path.Combine(folder, LogStore.FolderName, "checkpoint.tmp")], cancel);

    /// <summary>Has strace kill the process at the rename that makes the release visible.</summary>
    public Task KillAtPublicationAsync(CancellationToken cancel)
    {
        // strace looks at the old name alone, and that ends in the token of the lease: the epoch's first.
        var work = Directory.GetDirectories(folder, ".release.*.work").Single();
        var stem = Path.ChangeExtension(work, "staging-");
        var next = Enumerable.Range(_epoch + 1, 3).Select(epoch => $"{stem}{((long)epoch << TokenBits) + 1}");
        return KillAtRenameAsync("worker, at the rename that publishes", [.. next], cancel);
    }

    /// <summary>Runs to the end.</summary>
    public async Task<Mmdata> FinishAsync(CancellationToken cancel)
    {
        if (_process is not null)
            await EndAsync("worker, at a moment", cancel);
        var run = await Mmdata.RunAsync(State, _settings, cancel, Command);
        await AccountAsync(cancel);
        return run;
    }

    public void Dispose() => _process?.Dispose();

    private async Task KillAtRenameAsync(string what, string[] from, CancellationToken cancel)
    {
        var log = Path.Combine(folder, "strace.log");
        Start(Strace.Tool(log, "rename", "signal=SIGKILL:when=1", from));
        await ReachAsync(int.MaxValue, cancel);
        await EndAsync(what, cancel);
        File.Delete(log);
    }

    private string[] Command => [.. command, "--output", Release];

    private void Start(IReadOnlyList<string> tool)
    {
        if (_process is not null)
            return;
        _process = Mmdata.StartUnder(tool, State, _settings, Command);
        _traced = tool.Count > 0 ? -1 : 0;
        _output = Task.WhenAll(_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    private async Task ReachAsync(int done, CancellationToken cancel)
    {
        while (!_process!.HasExited && Done < done)
            await Task.Delay(5, cancel);
        await Task.Delay(_random.Next(DelayMaxMs), cancel);
    }

    private async Task EndAsync(string what, CancellationToken cancel)
    {
        var process = _process!;
        if (_traced == 0)
        {
            process.Kill();
        }
        else
        {
            foreach (var id in process.HasExited ? [] : Descendants.ChildrenOf(process.Id))
            {
                using var worker = Process.GetProcessById(id);
                worker.Kill();
            }
        }

        await process.WaitForExitAsync(cancel);
        var said = string.Concat(await _output);
        Assert.True(process.ExitCode is 0 or KilledCode, $"ended by itself with {process.ExitCode}: {said}");
        Count(process.ExitCode == 0 ? "came too late" : what);
        _process = null;
        process.Dispose();
        await AccountAsync(cancel);
    }

    private void Count(string what) => Kills[what] = Kills.GetValueOrDefault(what) + 1;

    /// <summary>Adds what the process that has ended had begun, if it came so far as to enter the run.</summary>
    private async Task AccountAsync(CancellationToken cancel)
    {
        if (!File.Exists(Path.Combine(State, "catalog.db")))
            return;
        var catalog = await RunCatalog.OpenAsync(State, TimeProvider.System, cancel);
        if (await catalog.RunsAsync(2, cancel) is not [var run] || run.Epoch == _epoch)
            return;
        _epoch = run.Epoch;
        var begun = (await catalog.ShardsAsync(run.Key, cancel))
            .Where(shard => shard.Phase is RunPhase.Measure or RunPhase.Render && shard.Attempts > 0).ToArray();
        Begun += begun.Sum(shard => (long)shard.Samples * shard.Attempts);
        if (run.State is RunState.Published)
            return;
        var markers = Markers();
        InHandMax = Math.Max(InHandMax, begun.Where(shard => !markers.Contains(Name(shard))).Sum(shard => (long)shard.Samples));
    }

    private static string Name(ShardRecord shard) => $"{(shard.Phase is RunPhase.Measure ? "measure" : "render")}-{shard.Index:D5}";

    private HashSet<string> Markers()
    {
        try
        {
            return [.. Directory.EnumerateDirectories(folder, ".release.*.work").SelectMany(Directory.EnumerateFiles)
                .Select(file => Path.GetFileNameWithoutExtension(file))
                .Where(name => name.StartsWith("measure-", StringComparison.Ordinal) || name.StartsWith("render-", StringComparison.Ordinal))];
        }
        catch (DirectoryNotFoundException)
        {
            return []; // published between two looks
        }
    }
}
