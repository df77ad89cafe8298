using System.Collections.Concurrent;
using Mm.Data.Decode.Protocol;
using Mm.Data.Pipeline;

namespace Mm.Data.Decode;

/// <summary>
/// One core's child and the thread that talks to it. The thread lives as long as the lane, because the child dies with the thread
/// that started it; blocking it costs no pool thread. While the child works on one request the next one lies ready in its memory.
/// </summary>
internal sealed class DecoderLane
{
    /// <summary>Children that one asset may cost before it is given up.</summary>
    public const int AttemptsMax = 3;

    // Of the CPU seconds of a picture: what one of few pixels gets, so that an endless loop is found soon. The child says which has many.
    private const double SmallPart = 4;

    private readonly DecodeOptions _options;
    private readonly ChildCommand _command;
    private readonly AnswerMemory _answers;
    private readonly TimeProvider _time;
    private readonly int _core;
    private readonly int _node;
    private readonly BlockingCollection<DecoderJob> _jobs;
    private readonly string _temporaryFolder;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Oldest first: what the child works on, and what waits in its memory.
    private readonly Queue<Flight> _flights = new();

    private DecoderJob? _held;
    private DecoderChild? _child;
    private long _requests;
    private long _starts;
    private long _crashes;
    private long _timeouts;
    private long _busyTicks;
    private double _cpuSecondsEnded;
    private volatile int _process;

    public DecoderLane(
        DecodeOptions options, ChildCommand command, AnswerMemory answers, TimeProvider time, int core, int node,
        BlockingCollection<DecoderJob> jobs)
    {
        (_options, _command, _answers, _time, _core, _node, _jobs) = (options, command, answers, time, core, node, jobs);
        _temporaryFolder = command.IsSandboxed ? "" : Directory.CreateTempSubdirectory("mmdata-decoder-").FullName;
        new Thread(Run) { IsBackground = true, Name = $"decoder-{core}" }.Start();
    }

    /// <summary>Ends when the queue is complete and the child gone.</summary>
    public Task Ended => _ended.Task;

    public DecoderCounters Counters => new()
    {
        Core = _core,
        NumaNode = _node,
        Requests = Interlocked.Read(ref _requests),
        Restarts = Math.Max(0, Interlocked.Read(ref _starts) - 1),
        Crashes = Interlocked.Read(ref _crashes),
        Timeouts = Interlocked.Read(ref _timeouts),
        BusySeconds = TimeSpan.FromTicks(Interlocked.Read(ref _busyTicks)).TotalSeconds,
        CpuSeconds = Volatile.Read(ref _cpuSecondsEnded) + (_process is var id and > 0 ? ChildCpu.Seconds(id) : 0),
    };

    private void Run()
    {
        try
        {
            while (Take())
            {
                var began = _time.GetTimestamp();
                Serve();
                Interlocked.Add(ref _busyTicks, _time.GetElapsedTime(began).Ticks);
            }
        }
        finally
        {
            Discard();
            if (_temporaryFolder.Length > 0)
                Directory.Delete(_temporaryFolder, recursive: true);
            _ended.SetResult();
        }
    }

    /// <summary>Fills the slots; waits for a job only when there is none. False when there will be no more.</summary>
    private bool Take()
    {
        while (_flights.Count < SharedLayout.Slots)
        {
            var job = _held;
            if (job is null && !_jobs.TryTake(out job, _flights.Count == 0 ? Timeout.Infinite : 0))
                break;

            // What could block on a child at work waits until it is free.
            _held = _flights.Count > 0 && !DecoderChild.MaySendAhead(job.Header, job.Asset) ? job : null;
            if (_held is not null)
                break;
            var slot = _flights.Count > 0 && _flights.Peek().Slot == 0 ? 1 : 0;
            _flights.Enqueue(new Flight(job, slot));
        }

        return _flights.Count > 0;
    }

    /// <summary>Sees the oldest job through.</summary>
    private void Serve()
    {
        var flight = _flights.Peek();
        var job = flight.Job;
        try
        {
            if (flight.IsGivenBack)
                Skip(flight);
            else if (job.Cancel.IsCancellationRequested && flight.SentTo is null)
                job.Done.SetCanceled(job.Cancel);
            else if (job.Header.Length == 0)
                job.Done.SetResult(new DecoderOutcome { Parts = Child().Parts });
            else
                Finish(job, Exchange(flight));
        }
        catch (Exception e)
        {
            // One of the three places that catch all: the job's awaiter gets it, the lane lives on.
            Discard();
            job.Done.TrySetException(e);
        }
        finally
        {
            _flights.Dequeue();
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
    /// Asks the child. A failure that may stem from what the child went through before is tried once more on a fresh one, and a death that
    /// may have come from outside <see cref="AttemptsMax"/> times in all, so that a verdict depends on the asset alone.
    /// </summary>
    private DecoderOutcome Exchange(Flight flight)
    {
        Interlocked.Increment(ref _requests);
        for (var attempts = 1; ; attempts++)
        {
            var wasUsed = Child().Answers > 0;
            var outcome = Attempt(flight);
            var isOver = outcome.IsCrash ? attempts == AttemptsMax : !outcome.MayBeInherited || !wasUsed;
            if (isOver || flight.Job.Cancel.IsCancellationRequested)
                return outcome;
            Discard();
        }
    }

    private DecoderOutcome Attempt(Flight flight)
    {
        var child = Child();
        var guard = new ChildGuard(child);
        var fault = "";
        Exchange? exchange = null;
        using (var clock = new LivedTime(Seconds(_options.WallSecondsMax), _time, () => guard.End(GuardEnd.Late)))
        using (var cpu = new CpuClock(
            () => ChildCpu.Seconds(child.ProcessId), _options.CpuSecondsMax / SmallPart, _time, () => guard.End(GuardEnd.Late)))
        using (flight.Job.Cancel.Register(() => guard.End(GuardEnd.Cancelled)))
        {
            try
            {
                Send(child);
                exchange = child.Receive(flight.Slot, flight.Job.PayloadBytesMax, note =>
                {
                    if (note is ReplyNote.LargePicture or ReplyNote.Document)
                    {
                        cpu.Grant(note is ReplyNote.Document ? _options.DocumentCpuSecondsMax : _options.CpuSecondsMax);
                        return;
                    }

                    cpu.Stop();
                    GrantMovieTime(clock);
                });
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
        if (fault.Length > 0 || end is not GuardEnd.None || child.Answers >= _options.RequestsPerChild)
            Discard();
        if (exchange is not null)
            return new DecoderOutcome { Exchange = exchange };
        if (end is GuardEnd.Late)
            Interlocked.Increment(ref _timeouts);
        else if (end is GuardEnd.None)
            Interlocked.Increment(ref _crashes);
        return new DecoderOutcome { Reason = end is GuardEnd.Late ? DecodeReasons.Timeout : fault };
    }

    /// <summary>Sends what this child was not sent yet, in order; a fresh one gets what waited for the one before.</summary>
    private void Send(DecoderChild child)
    {
        foreach (var flight in _flights)
        {
            if (flight.SentTo == child || flight.IsGivenBack || flight.Job.Header.Length == 0)
                continue;
            flight.SentTo = child;
            child.Send(flight.Slot, flight.Job.Header, flight.Job.Asset);
        }
    }

    private void GrantMovieTime(LivedTime clock)
    {
        if (_command.MissingPrograms.Count > 0)
        {
            throw new EnvironmentException(
                $"Video and sound need {string.Join(" and ", _command.MissingPrograms)} on PATH; install the package ffmpeg.");
        }

        clock.Restart(Seconds(_options.MovieWallSecondsMax));
        GiveBack();
    }

    /// <summary>A film takes long: what waits behind it goes back to the queue, where other lanes find it.</summary>
    private void GiveBack()
    {
        foreach (var flight in _flights.Skip(1).Where(flight => !flight.IsGivenBack && flight.Job.Header.Length > 0))
            flight.IsGivenBack = !_jobs.IsAddingCompleted && _jobs.TryAdd(flight.Job);
    }

    /// <summary>Takes the answer to a job that another lane sees to by now, if the child that got it still lives.</summary>
    private void Skip(Flight flight)
    {
        if (_child is null || flight.SentTo != _child)
            return;
        try
        {
            _child.Receive(flight.Slot, flight.Job.PayloadBytesMax, _ => { }).Payload.Dispose();
        }
        catch (Exception e) when (e is IOException or ProtocolException)
        {
            Discard();
        }
    }

    private DecoderChild Child()
    {
        if (_child is { IsAlive: false })
            Discard();
        if (_child is null)
        {
            Interlocked.Increment(ref _starts);
            _child = DecoderChild.Start(
                shared => _command.Start(_core, _temporaryFolder, shared),
                _answers, _command.IsSandboxed, Seconds(_options.StartSecondsMax), _time);
            _process = _child.ProcessId;
            _command.Demand(_child.Parts);
        }

        return _child;
    }

    private void Discard()
    {
        if (_child is null)
            return;
        Volatile.Write(ref _cpuSecondsEnded, _cpuSecondsEnded + ChildCpu.Seconds(_child.ProcessId));
        _process = 0;
        _child.Dispose();
        _child = null;
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
