using System.Globalization;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>
/// A run of 100 samples in which one write, fsync, rename or open fails, by strace. Calls that touch no file of the run (state, staging,
/// work, ledger, release) are left alone: those are the runtime's own. A call is its kind, its path and its number in its thread.
/// MMDATA_FAULTS: how many, drawn with a seed; or all; or all:3/20, the third of twenty pieces.
/// </summary>
public sealed class IoFaultsTests : IDisposable
{
    private const int Seed = 20261126;
    private const string Suite = "4";
    private const string Calls = "write,pwrite64,fsync,fdatasync,rename,openat";
    private static readonly string[] _errors = ["ENOSPC", "EIO", "EINTR"];
    private static readonly string _wanted = Environment.GetEnvironmentVariable("MMDATA_FAULTS") ?? Suite;

    // Its results would be found again by the second run, and what is tried here is the run.
    private static readonly Dictionary<string, string> _settings = new() { ["MMDATA_Models__Cache__SizeMib"] = "0" };

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _wrong = [];
    private int _same;
    private int _stopped;
    private int _syncs;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Promise(PromiseAttribute.Commit,
        "A write, fsync, rename or open that fails in a run is either made good or ends it with a message that says what and what to do; "
        + "the same command then gives the same release. No failed fsync of a file of the release passes.")]
    [Fact]
    public async Task A_call_that_fails_costs_no_more_than_running_the_same_command_again()
    {
        await ExpectedSample.ListAsync();
        await ManySamples.MakeAsync(_folder["input"], 100, Cancel);
        var calm = await RunAsync(Strace.Tool(_folder["log"], Calls, null));
        Assert.True(calm.ExitCode == 0, calm.Output + calm.Errors);
        var release = await ReleasedAsync();
        var points = CallPoint.Read(File.ReadLines(_folder["log"]), Root);
        (CallPoint Point, string Error)[] all = [.. points.SelectMany(point => _errors.Select(error => (point, error)))];
        var drawn = Drawn(all);
        foreach (var (point, error) in drawn)
            await TryAsync(point, error, release);

        var told = $"{drawn.Length} of {all.Length} faults ({points.Count} calls): {_same} made good, {_stopped} clean stops that the same "
            + $"command completed; {_syncs} failed fsyncs, none passed unseen";
        TestContext.Current.TestOutputHelper!.WriteLine(told);
        Assert.True(_wrong.Count == 0, $"{_wrong.Count} of {drawn.Length}:\n{string.Join('\n', _wrong)}");
        Figures.Record(typeof(IoFaultsTests), _wanted == Suite ? told : $"{told} (`MMDATA_FAULTS={_wanted}`)");
    }

    public void Dispose() => _folder.Dispose();

    private string Root => _folder["run"];

    private string Release => Path.Combine(Root, "release");

    /// <summary>In an order in which every kind of call on every kind of file comes before any comes twice.</summary>
    private static (CallPoint Point, string Error)[] Drawn((CallPoint Point, string Error)[] all)
    {
        var mixed = ((CallPoint Point, string Error)[])all.Clone();
        new Random(Seed).Shuffle(mixed);
        mixed = [.. mixed.GroupBy(fault => fault.Point.Kind).SelectMany(kind => kind.Index()).OrderBy(fault => fault.Index)
            .Select(fault => fault.Item)];
        if (!_wanted.StartsWith("all", StringComparison.Ordinal))
            return mixed[..Math.Min(mixed.Length, int.Parse(_wanted, CultureInfo.InvariantCulture))];
        if (_wanted.Split(':', '/') is not [_, var piece, var pieces])
            return mixed;
        var (k, n) = (int.Parse(piece, CultureInfo.InvariantCulture), int.Parse(pieces, CultureInfo.InvariantCulture));
        return [.. mixed.Where((_, i) => i % n == k - 1)];
    }

    private async Task TryAsync(CallPoint point, string error, IReadOnlyList<string> release)
    {
        Directory.Delete(Root, recursive: true);
        var tool = Strace.Tool(_folder["log"], point.Call, $"error={error}:when={point.Number}", point.Path);
        var run = await RunAsync(tool);
        var injected = File.ReadAllText(_folder["log"]).Contains("INJECTED", StringComparison.Ordinal);
        var mustSurface = injected && error != "EINTR" && point.Call.EndsWith("sync", StringComparison.Ordinal) && !IsCatalog(point);
        _syncs += mustSurface ? 1 : 0;
        var faults = CleanStop.Faults(run);
        if (run.ExitCode == 0 && mustSurface)
            faults.Add("a failed fsync passed unseen");
        if (run.ExitCode != 0)
        {
            var again = await RunAsync([]);
            if (again.ExitCode != 0)
                faults.Add($"the same command again ends with {again.ExitCode}: {again.Errors}");
        }

        if (faults.Count == 0 && !release.SequenceEqual(await ReleasedAsync()))
            faults.Add("another release");
        _wrong.AddRange(faults.Select(fault => $"{error} at {point}: exit code {run.ExitCode}; {fault}"));
        _ = run.ExitCode == 0 ? _same++ : _stopped++;
        TestContext.Current.TestOutputHelper!.WriteLine($"{error} at {point}: {run.ExitCode} {string.Join(" ", faults)}");
    }

    // SQLite takes back the transaction that it could not sync and throws; the job that asked is made again, and the run may end well.
    private static bool IsCatalog(CallPoint point) => Path.GetFileName(point.Path).StartsWith("catalog.db", StringComparison.Ordinal);

    private async Task<Mmdata> RunAsync(IReadOnlyList<string> tool)
    {
        Directory.CreateDirectory(Root);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        using var process = Mmdata.StartUnder(
            tool, Path.Combine(Root, "state"), _settings,
            "run", Path.Combine(AppContext.BaseDirectory, "Cases", "kills.yaml"), "--input", _folder["input"], "--output", Release,
            "--workers", "1", "--set", "shards.samples=50", "--set", "publish.partRows=50");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new Mmdata(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException) when (!Cancel.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            return new Mmdata(-1, "", "hangs");
        }
    }

    private async Task<IReadOnlyList<string>> ReleasedAsync() =>
        [.. await Trees.ListAsync(Release, Cancel), .. await Trees.ListAsync(Path.Combine(Root, ".mmdata-ledger"), Cancel)];
}
