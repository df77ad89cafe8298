using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Pipeline;

/// <summary>One sample on its way through a phase. Owns its bytes' share of the memory budget until disposed.</summary>
public sealed class Sample(string id, int position) : IDisposable
{
    private readonly List<IDisposable> _owned = [];
    private readonly List<IDisposable> _memory = [];
    private ReadOnlyMemory<byte> _encoded;

    /// <summary>Content id: see <c>Source/SampleId.cs</c>. Safe to log.</summary>
    public string Id { get; } = id;

    /// <summary>Place in the shard, from 0. The runner restores this order when the shard is written.</summary>
    public int Position { get; } = position;

    /// <summary>The asset as it lies in the source. Hostile: hand it to <see cref="IDecoder"/>, never parse it here.</summary>
    public ReadOnlyMemory<byte> Encoded { get => _encoded; init => _encoded = value; }

    /// <summary>The caption as it lies in the source; may hold personal data, so it is never logged or stored.</summary>
    public string Caption { get; init; } = "";

    /// <summary>The transcript as it lies in the source, empty where there is none; as the caption, never logged or stored.</summary>
    public IReadOnlyList<SpokenWord> Words { get; init; } = [];

    /// <summary>SHA-256 of <see cref="Encoded"/>, lower-case hex.</summary>
    public string AssetSha256 { get; init; } = "";

    /// <summary>What the decoder said about the asset; null until it was decoded.</summary>
    public MediaFacts? Media { get; set; }

    /// <summary>The small tensors the stages asked for; empty until decoded.</summary>
    public IReadOnlyList<View> Views { get; set; } = [];

    /// <summary>Mono 16 kHz samples in [-1, 1]; empty when the asset has no sound or no stage asked.</summary>
    public ReadOnlyMemory<float> Audio16k { get; set; }

    /// <summary>Bytes of media that the sample holds: encoded, views and sound.</summary>
    public long HeldBytes => Encoded.Length + Views.Sum(view => (long)view.Pixels.Length) + ((long)Audio16k.Length * sizeof(float));

    /// <summary>What the measuring stages wrote.</summary>
    public FeatureRow Features { get; } = new();

    public Verdict Verdict { get; private set; }

    public bool IsLive => Verdict.Outcome is Outcome.Live;

    /// <summary>Decides the sample's fate in this phase, once.</summary>
    /// <exception cref="InvalidOperationException">It was decided before: a bug in the caller.</exception>
    public void Decide(Outcome outcome, string stage, string reason) =>
        Verdict = IsLive
            ? new Verdict(outcome, stage, reason)
            : throw new InvalidOperationException($"Sample {Id} was already decided by {Verdict.Stage} ({Verdict.Reason}).");

    /// <summary>Gives <paramref name="lease"/> to the sample, which returns it when the sample is retired.</summary>
    public void Own(IDisposable lease) => _owned.Add(lease);

    /// <summary>Takes the decoder's answer. Its memory goes back to the decoder when the sample is retired.</summary>
    public void Take(ViewsResult decoded)
    {
        (Media, Views, Audio16k) = (decoded.Media, decoded.Views, decoded.Audio16k);
        if (decoded.Lease is { } lease)
            _memory.Add(lease);
    }

    /// <summary>Gives the memory of <see cref="Encoded"/> to the sample, which returns it with the views'.</summary>
    public void OwnEncoded(IDisposable lease) => _memory.Add(lease);

    /// <summary>
    /// Gives the memory of asset and views back. For the runner, after every stage has answered: where a run was cut short a stage may
    /// still be reading, and then the collector sees to it.
    /// </summary>
    public void GiveMemoryBack()
    {
        Views = [];
        _encoded = default;
        _memory.ForEach(lease => lease.Dispose());
        _memory.Clear();
    }

    public void Dispose()
    {
        _owned.ForEach(lease => lease.Dispose());
        _owned.Clear();
        Views = [];
    }
}
