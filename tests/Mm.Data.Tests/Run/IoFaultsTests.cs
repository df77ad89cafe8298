using System.Collections.Concurrent;
using System.Globalization;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>
/// A run of 100 samples in which one write, fsync, rename or open fails, by strace. Calls that touch no file of the run (state, staging,
/// work, ledger, release) are left alone: those are the runtime's own. A call is its kind, its path and its number in its thread.
/// The pipeline has no models: they touch no file of the run, and would only make two thousand runs take longer.
/// MMDATA_FAULTS: how many, drawn with a seed; or each, every call once, with one of the errors; or all, every call with every error; or
/// all:3/20 or each:3/20, the third of twenty pieces.
/// </summary>
public sealed class IoFaultsTests : IDisposable
{
    private const int Seed = 20261126;
    private const string Suite = "4";
    private const int Samples = 100;
    private const string Calls = "write,pwrite64,fsync,fdatasync,rename,openat";
    private static readonly string[] _errors = ["ENOSPC", "EIO", "EINTR"];
    private static readonly string _wanted = Environment.GetEnvironmentVariable("MMDATA_FAULTS") ?? Suite;

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<Trial> _trials = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Promise(PromiseAttribute.Commit,
        "A write, fsync, rename or open that fails in a run is either made good or ends it with a message that says what and what to do; "
        + "the same command then gives the same release. No failed fsync of a file of the release passes.")]
    [Fact]
    public async Task A_call_that_fails_costs_no_more_than_running_the_same_command_again()
    {
        MakeInput();
        var calm = new FaultyRun(_folder.Path, "calm");
        var end = await calm.RunAsync(Strace.Tool(calm.Log, Calls, null), Cancel);
        Assert.True(end.ExitCode == 0, end.Output + end.Errors);
        var release = await calm.ReleasedAsync(Cancel);
        var points = CallPoint.Read(File.ReadLines(calm.Log), calm.Root);
        (CallPoint Point, string Error)[] all = [.. points.SelectMany(point => _errors.Select(error => (point, error)))];
        var drawn = Drawn(all);
        await Parallel.ForEachAsync(
            drawn.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = Cancel },
            async (fault, _) => _trials.Enqueue(await TryAsync(fault.Index, fault.Item.Point, fault.Item.Error, release)));

        var wrong = _trials.SelectMany(trial => trial.Wrong).ToList();
        var came = _trials.Count(trial => trial.Came);
        var told = $"{drawn.Length} of {all.Length} faults ({points.Count} calls), {came} of which came (threads share work anew in every "
            + $"run): {_trials.Count(trial => trial.ExitCode == 0)} made good, "
            + $"{_trials.Count(trial => trial.ExitCode != 0)} clean stops that the same command completed; "
            + $"{_trials.Count(trial => trial.IsSync)} failed fsyncs, none passed unseen";
        TestContext.Current.TestOutputHelper!.WriteLine(told);
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {drawn.Length}:\n{string.Join('\n', wrong)}");
        Assert.True(came > drawn.Length / 2, $"only {came} of {drawn.Length} faults came: {told}");
        Figures.Record(typeof(IoFaultsTests), _wanted == Suite ? told : $"{told} (`MMDATA_FAULTS={_wanted}`)");
    }

    public void Dispose() => _folder.Dispose();

    private void MakeInput()
    {
        var folder = Directory.CreateDirectory(_folder["input"]).FullName;
        for (var i = 0; i < Samples; i++)
        {
            File.WriteAllBytes(Path.Combine(folder, $"{i:D3}.png"), PlainRun.Picture(i));
            File.WriteAllText(Path.Combine(folder, $"{i:D3}.txt"), $"Number {i} of many, from writer{i}@example.com");
        }
    }

    /// <summary>In an order in which every kind of call on every kind of file comes before any comes twice.</summary>
    private static (CallPoint Point, string Error)[] Drawn((CallPoint Point, string Error)[] all)
    {
        var mixed = ((CallPoint Point, string Error)[])all.Clone();
        new Random(Seed).Shuffle(mixed);
        mixed = [.. mixed.GroupBy(fault => fault.Point.Kind).SelectMany(kind => kind.Index()).OrderBy(fault => fault.Index)
            .Select(fault => fault.Item)];
        if (_wanted.StartsWith("each", StringComparison.Ordinal))
            mixed = [.. mixed.DistinctBy(fault => fault.Point)];
        else if (!_wanted.StartsWith("all", StringComparison.Ordinal))
            return mixed[..Math.Min(mixed.Length, int.Parse(_wanted, CultureInfo.InvariantCulture))];
        if (_wanted.Split(':', '/') is not [_, var piece, var pieces])
            return mixed;
        var (k, n) = (int.Parse(piece, CultureInfo.InvariantCulture), int.Parse(pieces, CultureInfo.InvariantCulture));
        return [.. mixed.Where((_, i) => i % n == k - 1)];
    }

    private async Task<Trial> TryAsync(int number, CallPoint calm, string error, IReadOnlyList<string> release)
    {
        var own = new FaultyRun(_folder.Path, $"{number}");
        var point = calm with { Path = own.Own(calm.Path) };
        var run = await own.RunAsync(Strace.Tool(own.Log, point.Call, $"error={error}:when={point.Number}", point.Path), Cancel);
        var injected = File.ReadAllText(own.Log).Contains("INJECTED", StringComparison.Ordinal);
        var mustSurface = injected && error != "EINTR" && point.Call.EndsWith("sync", StringComparison.Ordinal) && !IsCatalog(point);
        var wrong = CleanStop.Faults(run);
        if (run.ExitCode == 0 && mustSurface)
            wrong.Add("a failed fsync passed unseen");
        if (run.ExitCode != 0)
        {
            var again = await own.RunAsync([], Cancel);
            if (again.ExitCode != 0)
                wrong.Add($"the same command again ends with {again.ExitCode}: {again.Errors}");
        }

        if (wrong.Count == 0 && !release.SequenceEqual(await own.ReleasedAsync(Cancel)))
            wrong.Add("another release");
        own.Delete();
        TestContext.Current.TestOutputHelper!.WriteLine($"{error} at {calm}: {run.ExitCode} {string.Join(" ", wrong)}");
        return new Trial(run.ExitCode, injected, mustSurface, [.. wrong.Select(fault => $"{error} at {calm}: exit code {run.ExitCode}; {fault}")]);
    }

    // SQLite takes back the transaction that it could not sync and throws; the job that asked is made again, and the run may end well. What
    // the folder says when it syncs its new journal's name there it does not ask: a name that is lost in a power cut is a transaction that
    // is lost, which the run makes again.
    private static bool IsCatalog(CallPoint point) =>
        Path.GetFileName(point.Path) is var name && (name is "state" || name.StartsWith("catalog.db", StringComparison.Ordinal));

    private sealed record Trial(int ExitCode, bool Came, bool IsSync, IReadOnlyList<string> Wrong);
}
