namespace Mm.Data.Evaluate;

/// <summary>
/// InfoNCE's loss (arXiv 1807.03748), both ways, of each pair within its batch, as dual encoders are trained with it: cross entropy of
/// the softmax over scaled cosines. Pairs with the same picture or caption are no negatives.
/// </summary>
internal static class ContrastiveLoss
{
    /// <summary>The mean of both directions by pair, in nats; batches are stretches of the pairs, the rest joins the last one.</summary>
    public static double[] Of(PairMatrix pairs, int batch, double logitScale)
    {
        var losses = new double[pairs.Count];
        var batches = Math.Max(1, pairs.Count / batch);
        for (var number = 0; number < batches; number++)
        {
            var (from, to) = (number * batch, number == batches - 1 ? pairs.Count : (number + 1) * batch);
            for (var own = from; own < to; own++)
                losses[own] = Of(pairs, own, from, to, logitScale);
        }

        return losses;
    }

    private static double Of(PairMatrix pairs, int own, int from, int to, double scale)
    {
        var right = pairs.Cosine(own, own);
        var (captions, images) = (1.0, 1.0); // exponentials relative to that of the pair itself
        for (var other = from; other < to; other++)
        {
            if (other == own || !pairs.AreApart(own, other))
                continue;
            captions += Math.Exp(scale * (pairs.Cosine(own, other) - (double)right));
            images += Math.Exp(scale * (pairs.Cosine(other, own) - (double)right));
        }

        return (Math.Log(captions) + Math.Log(images)) / 2;
    }
}
