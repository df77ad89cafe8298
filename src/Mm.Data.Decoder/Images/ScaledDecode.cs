using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Images;

/// <summary>How far below its full size a picture may be decoded.</summary>
internal static class ScaledDecode
{
    private static readonly int[] Denominators = [8, 4, 2];

    /// <summary>
    /// The largest of 8, 4, 2 at which both sides are still at least <paramref name="margin"/> times those that the whole picture is scaled
    /// to for each view; else 1.
    /// </summary>
    public static int Denominator(int width, int height, IReadOnlyList<ViewSpec> specs, double margin) => specs.Count == 0
        ? 1
        : Denominators.FirstOrDefault(denominator => specs.All(spec => Suffices(width, height, margin * denominator, spec)), 1);

    private static bool Suffices(int width, int height, double times, ViewSpec spec)
    {
        var place = Placement.Of(width, height, spec);
        return place.Width * times <= width && place.Height * times <= height;
    }
}
