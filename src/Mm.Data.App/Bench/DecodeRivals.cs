using System.Diagnostics;
using System.Text.Json;
using Mm.Data.Decode;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.App.Bench;

/// <summary>The reference in a process of its own, and pools of one and of two children, the first on the reference's core.</summary>
internal sealed class DecodeRivals : IAsyncDisposable
{
    private const int ViewSide = 224;

    private readonly DecodeOptions _options;
    private readonly TimeSpan _most;
    private readonly IReadOnlyList<int> _cores;
    private readonly DecoderPool _one;
    private readonly DecoderPool? _two;
    private readonly Dictionary<string, byte[]> _read = [];
    private readonly List<double> _ownCpuMs = [];

    public DecodeRivals(DecodeOptions options, TimeSpan most)
    {
        (_options, _most) = (options, most);

        // The last core first: what else runs on a machine tends to the first.
        _cores = [.. (options.Cores.Count > 0 ? options.Cores : CpuAffinity.Allowed()).Reverse()];
        _one = new DecoderPool(options with { Cores = [_cores[0]] }, TimeProvider.System);
        _two = _cores.Count > 1 ? new DecoderPool(options with { Cores = [.. _cores.Take(2)] }, TimeProvider.System) : null;
    }

    public bool HasTwoCores => _two is not null;

    /// <summary>This process's CPU an image since the last call, median of the rounds on one core: the parent's side.</summary>
    public double TakeOwnCpuMs()
    {
        var median = Rounds.Median(_ownCpuMs.Skip(1)); // the first round warms up
        _ownCpuMs.Clear();
        return median;
    }

    /// <summary>One of the modes of the decoder's <c>bench-reference</c>, over the files in turn.</summary>
    public async Task<Reading> ReferenceAsync(string mode, IReadOnlyList<string> files, CancellationToken cancel)
    {
        var child = await ChildRun.RunAsync(
            [
                .. DecoderProgram.Command(_options), "bench-reference", "--core", $"{_cores[0]}", "--mode", mode, "--view", $"{ViewSide}",
                "--seconds", FormattableString.Invariant($"{_most.TotalSeconds}"), .. files,
            ],
            files.Count,
            cancel);
        using var said = JsonDocument.Parse(child.Output);
        var figures = said.RootElement;
        return new Reading(
            figures.GetProperty("images").GetInt64(),
            figures.GetProperty("wall_seconds").GetDouble(),
            figures.GetProperty("cpu_seconds").GetDouble());
    }

    public Task<Reading> OneCoreAsync(IReadOnlyList<string> files, bool isScaled, CancellationToken cancel) =>
        PoolAsync(_one, files, isScaled, cancel);

    public Task<Reading> TwoCoresAsync(IReadOnlyList<string> files, bool isScaled, CancellationToken cancel) =>
        PoolAsync(_two!, files, isScaled, cancel);

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        if (_two is not null)
            await _two.DisposeAsync();
    }

    /// <summary>As many callers as the pool takes requests, as the measure phase has; CPU of this process and of the children.</summary>
    private async Task<Reading> PoolAsync(DecoderPool pool, IReadOnlyList<string> files, bool isScaled, CancellationToken cancel)
    {
        var assets = files.Select(Asset).ToArray();
        var request = new ViewsRequest { Specs = [new(ViewSide, ViewSide)], Scaled = isScaled };
        await pool.CheckAsync(cancel); // a child's start is no part of it
        var next = -1;
        var watch = Stopwatch.StartNew();
        var (cpu, own) = (ProcessTree.CpuSeconds(), Environment.CpuUsage.TotalTime);
        await Task.WhenAll(Enumerable.Range(0, pool.Width).Select(_ => Task.Run(CallAsync, cancel)));
        if (pool == _one)
            _ownCpuMs.Add((Environment.CpuUsage.TotalTime - own).TotalMilliseconds / (next + 1));
        return new Reading(next + 1, watch.Elapsed.TotalSeconds, ProcessTree.CpuSeconds() - cpu);

        async Task CallAsync()
        {
            while (watch.Elapsed < _most)
            {
                var asset = assets[Interlocked.Increment(ref next) % assets.Length];
                var views = await pool.ViewsAsync(asset, request, cancel);
                if (views.Value is null)
                    throw new EnvironmentException($"A picture of the benchmark was refused: {views.Reason}.");
                views.Value.Lease?.Dispose(); // as the runner does when a sample is retired
            }
        }
    }

    private byte[] Asset(string file) => _read.TryGetValue(file, out var bytes) ? bytes : _read[file] = File.ReadAllBytes(file);
}
