using Mm.Data.Decode;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Decode;

/// <summary>Real children, as a service would start them.</summary>
public sealed class DecoderFixture : IAsyncDisposable
{
    public DecoderPool Pool { get; } = new(new DecodeOptions(), TimeProvider.System);

    /// <summary>For pools of one child.</summary>
    public IReadOnlyList<int> OneCore { get; } = [CpuAffinity.Allowed()[0]];

    public async Task<IReadOnlyList<View>> ViewsAsync(byte[] encoded, params ViewSpec[] specs)
    {
        var views = await Pool.ViewsAsync(encoded, new ViewsRequest { Specs = specs }, TestContext.Current.CancellationToken);
        Assert.Null(views.Reason);
        return views.Value!.Views;
    }

    public async Task<RenderResult> RenderAsync(byte[] encoded, RenderRequest request)
    {
        var render = await Pool.RenderAsync(encoded, request, TestContext.Current.CancellationToken);
        Assert.Null(render.Reason);
        return render.Value!;
    }

    public ValueTask DisposeAsync() => Pool.DisposeAsync();
}
