using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.App.Evaluation;

/// <summary>Reads every line of a picture at its full size, whatever the stage would look at.</summary>
internal sealed class PageReader(IDecoder decoder, IBoxDetector detector, ITextReader reader)
{
    private const int SideMax = 2560;
    private const int Stride = 32;

    /// <summary>What the lines say, from the top.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(ReadOnlyMemory<byte> encoded, CancellationToken cancel)
    {
        var probed = await decoder.ProbeAsync(encoded, cancel);
        if (probed.Value is not { Modality: Modality.Image } media || detector is not ILineDetector lines)
            return [];
        var scale = Math.Min(1, (double)SideMax / Math.Max(media.Width, media.Height));
        var spec = new ViewSpec(RoundUp(media.Width * scale), RoundUp(media.Height * scale), Fit.Letterbox);
        var decoded = await decoder.ViewsAsync(encoded, new ViewsRequest { Specs = [spec] }, cancel);
        if (decoded.Value is not { } views)
            return [];
        using var lease = views.Lease;
        var texts = new List<string>();
        var found = await lines.FindLinesAsync(views.Views[0], detector.DefaultThreshold, cancel);
        foreach (var line in found.OrderBy(line => line.Bounds.Y).ThenBy(line => line.Bounds.X))
            texts.Add((await reader.ReadAsync(views.Views[0], line, cancel)).Text);
        return texts;
    }

    private static int RoundUp(double side) => Math.Max(1, (int)Math.Ceiling((side - 0.5) / Stride)) * Stride;
}
