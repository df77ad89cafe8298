namespace Mm.Data.Measure.Quality;

/// <summary>
/// How far the blocks of 8 x 8 pixels show in which JPEG codes a picture: the mean step between neighbours where blocks meet, over that of
/// all other neighbours. Where blocks meet is not known, since pictures are cut and turned after they were coded, so it is looked
/// for: of the eight places in which a grid can lie the one with the largest steps counts.
/// </summary>
public static class Blockiness
{
    /// <summary>Width and height of the view, a piece of the picture that was not scaled.</summary>
    public const int Side = 256;

    private const int Block = 8;

    // Smaller pieces have too few blocks to average over.
    private const int SideMin = 32;

    // A few edges of what is shown must not weigh more than all blocks; those of JPEG step by less but for the worst.
    private const int StepMax = 20;

    // A quarter of a level of 255 in both means: what is nearly of one colour steps nowhere, and says nothing.
    private const double Floor = 0.25;

    /// <summary>1 where no blocks show; null where the piece is too small.</summary>
    /// <param name="luma">Rows of <see cref="Side"/> bytes.</param>
    /// <param name="width">Of the picture's part of them.</param>
    /// <param name="height">Of the picture's part of them.</param>
    public static double? Of(ReadOnlySpan<byte> luma, int width, int height) => Math.Min(width, height) < SideMin
        ? null
        : Math.Sqrt(Ratio(luma, width, height, 1, Side) * Ratio(luma, height, width, Side, 1));

    // Steps along rows where a step leads to the next byte of a row, and along columns where it leads to the next row.
    private static double Ratio(ReadOnlySpan<byte> luma, int along, int across, int step, int next)
    {
        Span<long> sums = stackalloc long[Block];
        Span<long> counts = stackalloc long[Block];
        sums.Clear();
        counts.Clear();
        for (var line = 0; line < across; line++)
        {
            for (var at = 1; at < along; at++)
            {
                var difference = luma[(line * next) + (at * step)] - luma[(line * next) + ((at - 1) * step)];
                sums[at % Block] += Math.Min(StepMax, Math.Abs(difference));
            }
        }

        for (var at = 1; at < along; at++)
            counts[at % Block] += across;
        var (best, all, number) = (0.0, 0L, 0L);
        var place = 0;
        for (var phase = 0; phase < Block; phase++)
        {
            var mean = (double)sums[phase] / counts[phase];
            (best, place) = mean > best ? (mean, phase) : (best, place);
            all += sums[phase];
            number += counts[phase];
        }

        var others = (double)(all - sums[place]) / (number - counts[place]);
        return (best + Floor) / (others + Floor);
    }
}
