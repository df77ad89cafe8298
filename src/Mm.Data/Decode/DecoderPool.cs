using System.Collections.Concurrent;
using System.Text.Json;
using Mm.Data.Decode.Protocol;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decode;

/// <summary>
/// Decoder children, one a core, started when first needed. A request waits for a free child; bad input costs at most one child and
/// comes back as a reason code. Safe for concurrent use.
/// </summary>
public sealed class DecoderPool : IDecoder, IDocuments, IAsyncDisposable
{
    private const int ViewSideMax = 4096;
    private const int ViewsMax = 64;
    /// <summary>Bytes of text that a document gives at most.</summary>
    public const int DocumentTextBytesMax = 16 << 20;

    private const int SoundRate = 16_000;

    // Headers and what a container costs beside the film's own data.
    private const int ClipOverheadBytes = 1 << 16;

    // The child works on one, the next lies in its memory, and one in the queue is there when a slot gets free.
    private const int RequestsPerLane = SharedLayout.Slots + 1;

    private readonly DecodeOptions _options;
    private readonly ChildCommand _command;
    private readonly BlockingCollection<DecoderJob> _jobs;
    private readonly SemaphoreSlim _free;
    private readonly List<DecoderLane> _lanes;
    private readonly CancellationTokenSource _closing = new();
    private volatile ViewsHeader? _lastViews;
    private int _ended;

    /// <exception cref="ConfigurationException">The options are out of range.</exception>
    /// <exception cref="EnvironmentException">The decoder, the dotnet host, or a required sandbox is missing.</exception>
    public DecoderPool(DecodeOptions options, TimeProvider time)
    {
        options.Validate();
        _options = options;
        _command = new ChildCommand(options);
        var topology = new CpuTopology();
        var answers = new AnswerMemory();
        var cores = options.Cores.Count > 0 ? options.Cores : topology.PhysicalFirst(CpuAffinity.Allowed());
        Width = cores.Count * RequestsPerLane;
        _free = new SemaphoreSlim(Width);
        _jobs = new BlockingCollection<DecoderJob>(Width);
        _lanes = [.. cores.Select(core => new DecoderLane(options, _command, answers, time, core, topology.NumaNode(core), _jobs))];
    }

    /// <summary>How many requests are taken at the same time: two on each lane's child and one waiting for it.</summary>
    public int Width { get; }

    public IReadOnlyList<DecoderCounters> Counters => [.. _lanes.Select(lane => lane.Counters)];

    /// <summary>Starts a child and tells what stands around it.</summary>
    /// <exception cref="EnvironmentException">It does not come up.</exception>
    public async Task<SandboxStatus> CheckAsync(CancellationToken cancel)
    {
        var outcome = await RunAsync([], default, 0, cancel);
        return new SandboxStatus([.. _command.Parts, .. outcome.Parts]);
    }

    public async ValueTask<Decoded<MediaFacts>> ProbeAsync(ReadOnlyMemory<byte> encoded, CancellationToken cancel)
    {
        if (Refuse<MediaFacts>(encoded) is { } refused)
            return refused;
        var outcome = await AskAsync(new Ask { Kind = AskKind.Probe }, encoded, 0, cancel);
        return outcome.Exchange is { } exchange
            ? ReplyCheck.Probe(exchange.Reply, exchange.Payload.Memory)
            : Decoded.Failed<MediaFacts>(outcome.Reason);
    }

    /// <exception cref="ArgumentException">A view without size, larger than 4,096 pixels a side, or more than 64 of them.</exception>
    public async ValueTask<Decoded<ViewsResult>> ViewsAsync(ReadOnlyMemory<byte> encoded, ViewsRequest request, CancellationToken cancel)
    {
        if (request.Specs.Count > ViewsMax
            || request.Specs.Any(spec => spec.Width is < 1 or > ViewSideMax || spec.Height is < 1 or > ViewSideMax))
            throw new ArgumentException($"At most {ViewsMax} views of 1 to {ViewSideMax} pixels a side.", nameof(request));
        if (Refuse<ViewsResult>(encoded) is { } refused)
            return refused;
        var pixels = request.Specs.Sum(spec => (long)spec.Bytes) * Math.Max(1, request.FramesMax);
        var sound = request.Audio16k ? (long)(_options.SecondsMax + 1) * SoundRate * sizeof(float) : 0;
        var outcome = await RunAsync(Header(request), encoded, Math.Min(pixels + sound, OutputBytesMax), cancel);
        if (outcome.Exchange is not { } exchange)
            return Decoded.Failed<ViewsResult>(outcome.Reason);
        var views = ReplyCheck.Views(request, exchange.Reply, exchange.Payload.Memory);
        return views.Value is { } value ? value with { Lease = exchange.Payload } : views;
    }

    /// <exception cref="ArgumentException">A region that is not finite, an unknown format, or a quality out of range.</exception>
    public async ValueTask<Decoded<RenderResult>> RenderAsync(ReadOnlyMemory<byte> encoded, RenderRequest request, CancellationToken cancel)
    {
        if (request.Fill.Any(region => !float.IsFinite(region.X + region.Y + region.Width + region.Height)))
            throw new ArgumentException("A region to fill is not finite.", nameof(request));
        if (request.Mute.Any(span => double.IsNaN(span.FromSeconds) || double.IsNaN(span.ToSeconds)))
            throw new ArgumentException("An interval to mute has no times.", nameof(request));
        if (request.ImageFormat is not ("jpeg" or "png") || request.ImageQuality is < 1 or > 100)
            throw new ArgumentException("The image format is jpeg or png, the quality 1 to 100.", nameof(request));
        if (Refuse<RenderResult>(encoded) is { } refused)
            return refused;
        var ask = new Ask { Kind = AskKind.Render, Render = request };
        var outcome = await AskAsync(ask, encoded, OutputBytesMax, cancel);
        if (outcome.Exchange is not { } exchange)
            return Decoded.Failed<RenderResult>(outcome.Reason);
        var rendered = ReplyCheck.Render(exchange.Reply, exchange.Payload.Memory);
        return rendered.Value is { } value ? value with { Lease = exchange.Payload } : rendered;
    }

    public async ValueTask<Decoded<DocumentContent>> DocumentAsync(
        ReadOnlyMemory<byte> encoded, DocumentOptions limits, CancellationToken cancel)
    {
        if (Refuse<DocumentContent>(encoded) is { } refused)
            return refused;
        var bytesMax = ((long)limits.PicturesMib << 20) + DocumentTextBytesMax;
        var outcome = await AskAsync(new Ask { Kind = AskKind.Document, Document = limits }, encoded, bytesMax, cancel);
        if (outcome.Exchange is not { } exchange)
            return Decoded.Failed<DocumentContent>(outcome.Reason);
        using var payload = exchange.Payload;

        // A copy, because documents are kept for longer than the memory of answers should be.
        return ReplyCheck.Document(limits, exchange.Reply, payload.Memory.ToArray());
    }

    public async ValueTask<Decoded<FilmClips>> ClipsAsync(ReadOnlyMemory<byte> encoded, ClipOptions limits, CancellationToken cancel)
    {
        if (Refuse<FilmClips>(encoded) is { } refused)
            return refused;
        var bytesMax = encoded.Length + ((long)limits.ClipsMax * ClipOverheadBytes);
        var outcome = await AskAsync(new Ask { Kind = AskKind.Clips, Clips = limits }, encoded, bytesMax, cancel);
        if (outcome.Exchange is not { } exchange)
            return Decoded.Failed<FilmClips>(outcome.Reason);
        using var payload = exchange.Payload;

        // A copy, as of documents: clips are kept until the last of the film has been measured.
        return ClipCheck.Of(limits, exchange.Reply, payload.Memory.ToArray());
    }

    /// <summary>May be called again: a container that gives the pool out under several contracts ends it once for each.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 1)
            return;
        await _closing.CancelAsync(); // requests in progress end as cancelled
        _jobs.CompleteAdding();
        await Task.WhenAll(_lanes.Select(lane => lane.Ended));
        _jobs.Dispose();
        _free.Dispose();
        _closing.Dispose();
    }

    private long OutputBytesMax => (long)_options.OutputMibMax << 20;

    /// <summary>A stage asks the same of every sample: its request is written once.</summary>
    private byte[] Header(ViewsRequest request)
    {
        var last = _lastViews;
        if (last is null || !ReferenceEquals(last.Request, request))
        {
            var ask = new Ask { Kind = AskKind.Views, Views = request };
            _lastViews = last = new ViewsHeader(request, JsonSerializer.SerializeToUtf8Bytes(ask, ProtocolJson.Default.Ask));
        }

        return last.Bytes;
    }

    private Decoded<T>? Refuse<T>(ReadOnlyMemory<byte> encoded)
        where T : class =>
        encoded.IsEmpty ? Decoded.Failed<T>(DecodeReasons.Empty)
        : encoded.Length > (long)_options.InputMibMax << 20 ? Decoded.Failed<T>(DecodeReasons.TooLarge)
        : null;

    private Task<DecoderOutcome> AskAsync(Ask ask, ReadOnlyMemory<byte> encoded, long payloadBytesMax, CancellationToken cancel) =>
        RunAsync(
            JsonSerializer.SerializeToUtf8Bytes(ask, ProtocolJson.Default.Ask),
            encoded,
            Math.Min(payloadBytesMax, OutputBytesMax),
            cancel);

    private async Task<DecoderOutcome> RunAsync(byte[] header, ReadOnlyMemory<byte> asset, long payloadBytesMax, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, _closing.Token);
        await _free.WaitAsync(either.Token);
        try
        {
            var job = new DecoderJob(header, asset, payloadBytesMax, either.Token);
            _jobs.Add(job, CancellationToken.None); // never blocks: the semaphore has as many places
            return await job.Done.Task;
        }
        finally
        {
            _free.Release();
        }
    }

    private sealed record ViewsHeader(ViewsRequest Request, byte[] Bytes);
}
