namespace Mm.Data.Evaluate;

/// <summary>
/// Where each pair's own caption stands among all captions for its picture, and its own picture among all pictures for its caption.
/// Rank 1 is best; ties count against it; other pairs with the same picture or the same caption would be right too and are passed over.
/// All with all, block by block: memory grows with the pairs, time with their square.
/// </summary>
internal static class Retrieval
{
    private const int Block = 64;
    private const int Strip = 512; // captions of a strip stay in the cache while a block of pictures passes

    /// <summary>Ranks by pair: of the caption for the picture, and of the picture for the caption.</summary>
    public static (int[] Captions, int[] Images) Ranks(PairMatrix pairs, CancellationToken cancel)
    {
        var count = pairs.Count;
        var own = new float[count];
        for (var i = 0; i < count; i++)
            own[i] = pairs.Cosine(i, i);
        var (captions, images) = (new int[count], new int[count]);
        Array.Fill(captions, 1);
        Array.Fill(images, 1);
        var adding = new Lock();
        Parallel.For(
            0, (count + Block - 1) / Block, new ParallelOptions { CancellationToken = cancel }, () => new int[count],
            (block, _, better) =>
            {
                var rows = (block * Block, Math.Min(count, (block + 1) * Block));
                for (var from = 0; from < count; from += Strip)
                    Count(pairs, own, rows, (from, Math.Min(count, from + Strip)), captions, better);
                return better;
            },
            better =>
            {
                lock (adding)
                {
                    for (var i = 0; i < count; i++)
                        images[i] += better[i];
                }
            });
        return (captions, images);
    }

    // Sums of whole numbers: the order in which threads add them does not matter.
    private static void Count(
        PairMatrix pairs, float[] own, (int From, int To) rows, (int From, int To) strip, int[] captions, int[] images)
    {
        for (var image = rows.From; image < rows.To; image++)
        {
            var better = 0;
            for (var caption = strip.From; caption < strip.To; caption++)
            {
                var cosine = pairs.Cosine(image, caption);
                if ((cosine >= own[image] || cosine >= own[caption]) && pairs.AreApart(image, caption))
                {
                    better += cosine >= own[image] ? 1 : 0;
                    images[caption] += cosine >= own[caption] ? 1 : 0;
                }
            }

            captions[image] += better;
        }
    }
}
