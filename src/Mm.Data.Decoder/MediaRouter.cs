using Mm.Data.Decoder.Av;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder;

/// <summary>
/// Sends video and sound, by sniffed container, to their decoders. The file lies in the child's private temporary folder.
/// </summary>
internal static class MediaRouter
{
    public static Task<Decoded<MediaFacts>> ProbeAsync(string path, Container container, AvLimits limits, CancellationToken cancel) =>
        AvProbe.RunAsync(path, container, limits, cancel);

    public static Task<Decoded<ViewsResult>> ViewsAsync(
        string path, Container container, ViewsRequest request, AvLimits limits, CancellationToken cancel) =>
        AvViews.RunAsync(path, container, request, limits, cancel);

    public static Task<Decoded<RenderResult>> RenderAsync(
        string path, Container container, RenderRequest request, AvLimits limits, CancellationToken cancel) =>
        AvRender.RunAsync(path, container, request, limits, cancel);
}
