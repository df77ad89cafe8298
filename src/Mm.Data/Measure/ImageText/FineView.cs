using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure.ImageText;

/// <summary>
/// A larger view of a still than the detector's own, for small print. It is made only where text was found, because most pictures hold
/// none and it costs another decoding.
/// </summary>
/// <param name="decoder">Makes it.</param>
/// <param name="coarse">The detector's own view.</param>
/// <param name="sideMax">Its longer side at most; 0: there is none.</param>
internal sealed class FineView(IDecoder decoder, ViewSpec coarse, int sideMax)
{
    private const int Stride = 32; // of the detector's network

    /// <summary>A view that is less than this much larger shows nothing new.</summary>
    private const double GainMin = 1.15;

    /// <summary>Null for films, and where the picture has no more to show than the detector's view.</summary>
    /// <exception cref="DetectorException">The picture could be decoded before and cannot be now.</exception>
    public async Task<View?> OfAsync(Sample sample, CancellationToken cancel)
    {
        if (sample.Media is not { Modality: Modality.Image } media || sample.Encoded.IsEmpty)
            return null;
        var side = Math.Min(Math.Max(media.Width, media.Height), sideMax);
        if (side < GainMin * Math.Max(coarse.Width, coarse.Height))
            return null;
        var scale = (double)side / Math.Max(media.Width, media.Height);
        var spec = new ViewSpec(RoundUp(media.Width * scale), RoundUp(media.Height * scale), Fit.Letterbox);
        var decoded = await decoder.ViewsAsync(sample.Encoded, new ViewsRequest { Specs = [spec] }, cancel);
        return decoded.Value is { Views: [var view] } result
            ? Own(view, result.Lease)
            : throw new DetectorException($"The picture could not be decoded again: {decoded.Reason}.");
    }

    /// <summary>The view in memory of its own: nobody knows when the last line of it is read.</summary>
    private static View Own(View view, IDisposable? lease)
    {
        using (lease)
            return view with { Pixels = view.Pixels.ToArray() };
    }

    private static int RoundUp(double side) => Math.Max(1, (int)Math.Ceiling((side - 0.5) / Stride)) * Stride;
}
