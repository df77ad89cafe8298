using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Images;

/// <summary>How far below its full size a picture may be decoded.</summary>
internal static class ScaledDecode
{
    // Measured: see ViewsRequest.Scaled.
    private const int Margin = 2;

    private static readonly int[] Denominators = [8, 4, 2];

    /// <summary>
    /// The largest of 8, 4, 2 at which both sides are still at least twice those that the whole picture is scaled to for each view; else 1.
    /// </summary>
    public static int Denominator(int width, int height, IReadOnlyList<ViewSpec> specs) =>
        specs.Count == 0 ? 1 : Denominators.FirstOrDefault(denominator => specs.All(spec => Suffices(width, height, denominator, spec)), 1);

    private static bool Suffices(int width, int height, int denominator, ViewSpec spec)
    {
        var place = Placement.Of(width, height, spec);
        return (long)place.Width * Margin * denominator <= width && (long)place.Height * Margin * denominator <= height;
    }
}
