using System.Collections.Concurrent;
using Mm.Data.Decode.Protocol;
using Mm.Data.Pipeline;

namespace Mm.Data.Decode;

/// <summary>What one lane did so far.</summary>
public sealed record DecoderCounters
{
    public required int Core { get; init; }

    public required long Requests { get; init; }

    /// <summary>Children started after the first.</summary>
    public required long Restarts { get; init; }

    public required long Crashes { get; init; }

    public required long Timeouts { get; init; }

    /// <summary>Time in requests, as opposed to waiting for them.</summary>
    public required double BusySeconds { get; init; }
}

/// <summary>
/// One core's child and the thread that talks to it. The thread lives as long as the lane, because the child dies with the thread
/// that started it; blocking it costs no pool thread.
/// </summary>
internal sealed class DecoderLane
{
    private readonly DecodeOptions _options;
    private readonly ChildCommand _command;
    private readonly TimeProvider _time;
    private readonly int _core;
    private readonly BlockingCollection<DecoderJob> _jobs;
    private readonly Thread _thread;
    private readonly string _temporaryFolder;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DecoderChild? _child;
    private long _requests;
    private long _starts;
    private long _crashes;
    private long _timeouts;
    private long _busyTicks;

    public DecoderLane(DecodeOptions options, ChildCommand command, TimeProvider time, int core, BlockingCollection<DecoderJob> jobs)
    {
        (_options, _command, _time, _core, _jobs) = (options, command, time, core, jobs);
        _temporaryFolder = command.IsSandboxed ? "" : Directory.CreateTempSubdirectory("mmdata-decoder-").FullName;
        _thread = new Thread(Run) { IsBackground = true, Name = $"decoder-{core}" };
        _thread.Start();
    }

    /// <summary>Ends when the queue is complete and the child gone.</summary>
    public Task Ended => _ended.Task;

    public DecoderCounters Counters => new()
    {
        Core = _core,
        Requests = Interlocked.Read(ref _requests),
        Restarts = Math.Max(0, Interlocked.Read(ref _starts) - 1),
        Crashes = Interlocked.Read(ref _crashes),
        Timeouts = Interlocked.Read(ref _timeouts),
        BusySeconds = TimeSpan.FromTicks(Interlocked.Read(ref _busyTicks)).TotalSeconds,
    };

    private void Run()
    {
        try
        {
            foreach (var job in _jobs.GetConsumingEnumerable())
                Serve(job);
        }
        finally
        {
            Discard();
            if (_temporaryFolder.Length > 0)
                Directory.Delete(_temporaryFolder, recursive: true);
            _ended.SetResult();
        }
    }

    private void Serve(DecoderJob job)
    {
        var began = _time.GetTimestamp();
        try
        {
            if (job.Cancel.IsCancellationRequested)
                job.Done.SetCanceled(job.Cancel);
            else if (job.Header.Length == 0)
                job.Done.SetResult(new DecoderOutcome { Parts = Child().Parts });
            else
                Finish(job, Exchange(job));
        }
        catch (Exception e)
        {
            // One of the three places that catch all: the job's awaiter gets it, the lane lives on.
            Discard();
            job.Done.SetException(e);
        }
        finally
        {
            Interlocked.Add(ref _busyTicks, _time.GetElapsedTime(began).Ticks);
        }
    }

    private static void Finish(DecoderJob job, DecoderOutcome outcome)
    {
        if (job.Cancel.IsCancellationRequested && outcome.Exchange is null)
            job.Done.SetCanceled(job.Cancel);
        else
            job.Done.SetResult(outcome);
    }

    /// <summary>
    /// Asks the child. A failure that may stem from what the child went through before is tried once more on a fresh one, so that a
    /// verdict depends on the asset alone.
    /// </summary>
    private DecoderOutcome Exchange(DecoderJob job)
    {
        Interlocked.Increment(ref _requests);
        var wasUsed = Child().Requests > 0;
        var outcome = Attempt(job);
        if (!outcome.MayBeInherited || !wasUsed || job.Cancel.IsCancellationRequested)
            return outcome;
        Discard();
        return Attempt(job);
    }

    private DecoderOutcome Attempt(DecoderJob job)
    {
        var child = Child();
        var guard = new Guard(child);
        var fault = "";
        Exchange? exchange = null;
        var most = Seconds(_options.WallSecondsMax);
        using (var clock = _time.CreateTimer(_ => guard.End(GuardEnd.Late), null, most, Timeout.InfiniteTimeSpan))
        using (job.Cancel.Register(() => guard.End(GuardEnd.Cancelled)))
        {
            try
            {
                exchange = child.Ask(job.Header, job.Asset, job.PayloadBytesMax, () => GrantMovieTime(clock));
            }
            catch (IOException)
            {
                fault = DecodeReasons.Crashed;
            }
            catch (ProtocolException)
            {
                fault = child.IsAlive ? DecodeReasons.Protocol : DecodeReasons.Crashed;
            }
        }

        var end = guard.Close();
        if (fault.Length > 0 || end is not GuardEnd.None || child.Requests >= _options.RequestsPerChild)
            Discard();
        if (exchange is not null)
            return new DecoderOutcome { Exchange = exchange };
        if (end is GuardEnd.Late)
            Interlocked.Increment(ref _timeouts);
        else if (end is GuardEnd.None)
            Interlocked.Increment(ref _crashes);
        return new DecoderOutcome { Reason = end is GuardEnd.Late ? DecodeReasons.Timeout : fault };
    }

    private void GrantMovieTime(ITimer clock)
    {
        if (_command.MissingPrograms.Count > 0)
        {
            throw new EnvironmentException(
                $"Video and sound need {string.Join(" and ", _command.MissingPrograms)} on PATH; install the package ffmpeg.");
        }

        clock.Change(Seconds(_options.MovieWallSecondsMax), Timeout.InfiniteTimeSpan);
    }

    private DecoderChild Child()
    {
        if (_child is { IsAlive: false })
            Discard();
        if (_child is null)
        {
            Interlocked.Increment(ref _starts);
            var start = _command.Start(_core, _temporaryFolder);
            _child = DecoderChild.Start(start, _command.IsSandboxed, Seconds(_options.StartSecondsMax), _time);
        }

        return _child;
    }

    private void Discard()
    {
        _child?.Dispose();
        _child = null;
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private enum GuardEnd
    {
        None,
        Late,
        Cancelled,
    }

    /// <summary>Kills the child at most once, and not any more after the answer was there and the guard closed.</summary>
    private sealed class Guard(DecoderChild child)
    {
        private readonly Lock _lock = new();
        private GuardEnd _end;
        private bool _isClosed;

        public void End(GuardEnd end)
        {
            lock (_lock)
            {
                if (_isClosed || _end is not GuardEnd.None)
                    return;
                _end = end;
                child.Kill();
            }
        }

        public GuardEnd Close()
        {
            lock (_lock)
            {
                _isClosed = true;
                return _end;
            }
        }
    }
}
