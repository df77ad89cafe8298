using System.Threading.Channels;

namespace Mm.Data.Pipeline;

/// <summary>
/// Runs one shard's samples through a chain of stages, every stage on its own workers behind a bounded channel. A stage decides; only this
/// class retires a sample, once, and holds at the end that as many were retired as entered (law 1). Where the stages' time went is
/// added to <paramref name="meter"/>, when there is one.
/// </summary>
public sealed class PhaseRunner(TimeProvider clock, PhaseMeter? meter = null)
{
    /// <summary>
    /// Runs to the end, or throws with every sample disposed. <paramref name="retire"/> is called once a sample, one call at a time, in no
    /// particular order (<see cref="Sample.Position"/> restores it); live samples arrive there undecided and must be decided by it.
    /// </summary>
    /// <returns>How many samples entered, which equals how many were retired.</returns>
    public async Task<int> RunAsync(
        IAsyncEnumerable<Sample> feed, IReadOnlyList<IStage> stages, Action<Sample> retire, CancellationToken cancel)
    {
        var meters = meter ?? new PhaseMeter(stages.Select((stage, i) => ($"{i}", stage.Needs)));
        using var flow = new Flow(stages, retire, clock, meters, cancel);
        return await flow.RunAsync(feed);
    }

    private sealed class Flow : IDisposable
    {
        private readonly IReadOnlyList<IStage> _stages;
        private readonly Action<Sample> _retire;
        private readonly TimeProvider _clock;
        private readonly PhaseMeter _meter;
        private readonly CancellationTokenSource _stop;
        private readonly Channel<Sample>[] _links;
        private readonly Lock _gate = new();
        private int _entered;
        private int _retired;

        public Flow(IReadOnlyList<IStage> stages, Action<Sample> retire, TimeProvider clock, PhaseMeter meter, CancellationToken cancel)
        {
            (_stages, _retire, _clock, _meter) = (stages, retire, clock, meter);
            _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            _links = [.. stages.Select(s => Channel.CreateBounded<Sample>(2 * s.Needs.BatchMax * s.Needs.Workers))];
        }

        public async Task<int> RunAsync(IAsyncEnumerable<Sample> feed)
        {
            try
            {
                await Task.WhenAll(_stages.Select((_, i) => GuardAsync(WorkersAsync(i), i + 1)).Prepend(GuardAsync(FeedAsync(feed), 0)));
            }
            finally
            {
                DisposeOrphans();
            }

            return _entered == _retired
                ? _entered
                : throw new InvalidOperationException($"{_entered} samples entered the shard but {_retired} were retired.");
        }

        public void Dispose() => _stop.Dispose();

        private async Task FeedAsync(IAsyncEnumerable<Sample> feed)
        {
            var began = _clock.GetTimestamp();
            await foreach (var sample in feed.WithCancellation(_stop.Token))
            {
                _entered++;
                _meter.Source.Ran(_clock.GetElapsedTime(began), 1);
                began = _clock.GetTimestamp();
                await PassAsync(sample, 0);
                _meter.Source.Passed(_clock.GetElapsedTime(began));
                began = _clock.GetTimestamp();
            }
        }

        private Task WorkersAsync(int stage) => Task.WhenAll(Enumerable.Range(0, _stages[stage].Needs.Workers)
            .Select(_ => Task.Run(() => WorkAsync(stage), CancellationToken.None)));

        private async Task WorkAsync(int stage)
        {
            var batch = new List<Sample>(_stages[stage].Needs.BatchMax);
            try
            {
                var meter = _meter.Of(stage);
                var began = _clock.GetTimestamp();
                while (await _links[stage].Reader.FillAsync(batch, _stages[stage].Needs, _clock, _stop.Token))
                {
                    meter.Waited(_clock.GetElapsedTime(began));
                    meter.Taken(batch.Sum(sample => sample.HeldBytes));
                    await RunAsync(stage, batch);
                    began = _clock.GetTimestamp();
                    while (batch.Count > 0)
                    {
                        // Out of the batch before it is passed on: from here the next link, or PassAsync, owns it.
                        var sample = batch[^1];
                        batch.RemoveAt(batch.Count - 1);
                        await PassAsync(sample, stage + 1);
                    }

                    meter.Passed(_clock.GetElapsedTime(began));
                    began = _clock.GetTimestamp();
                }
            }
            finally
            {
                batch.ForEach(sample => sample.Dispose());
            }
        }

        private async ValueTask RunAsync(int stage, List<Sample> batch)
        {
            var began = _clock.GetTimestamp();
            await _stages[stage].RunAsync(batch, _stop.Token);
            _meter.Of(stage).Ran(_clock.GetElapsedTime(began), batch.Count);
        }

        private async ValueTask PassAsync(Sample sample, int link)
        {
            if (!sample.IsLive || link == _links.Length)
            {
                Retire(sample);
                return;
            }

            try
            {
                _meter.Of(link).Queued(sample.HeldBytes);
                await _links[link].Writer.WriteAsync(sample, _stop.Token);
            }
            catch
            {
                sample.Dispose();
                throw;
            }
        }

        private void Retire(Sample sample)
        {
            using (sample)
            {
                lock (_gate)
                {
                    _retire(sample);
                    _retired++;
                }

                sample.GiveMemoryBack();
            }
        }

        // Each stage completes its successor's link when its last worker ends; the first fault stops them all.
        private async Task GuardAsync(Task work, int nextLink)
        {
            try
            {
                await work;
            }
            catch
            {
                await _stop.CancelAsync();
                throw;
            }
            finally
            {
                if (nextLink < _links.Length)
                    _links[nextLink].Writer.TryComplete();
            }
        }

        private void DisposeOrphans()
        {
            foreach (var link in _links)
            {
                while (link.Reader.TryRead(out var orphan))
                    orphan.Dispose();
            }
        }
    }
}
