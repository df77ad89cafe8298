using Mm.Data.Decode;

namespace Mm.Data.Tests.Decode;

/// <summary>Real children, as a service would start them.</summary>
public sealed class DecoderFixture : IAsyncDisposable
{
    public DecoderPool Pool { get; } = new(new DecodeOptions(), TimeProvider.System);

    public ValueTask DisposeAsync() => Pool.DisposeAsync();
}
