using System.Threading.Channels;

namespace Mm.Data.Pipeline;

internal static class BatchFill
{
    /// <summary>Fills <paramref name="batch"/> to its maximum, lingering for stragglers; false when the channel has ended.</summary>
    public static async ValueTask<bool> FillAsync(
        this ChannelReader<Sample> reader, List<Sample> batch, StageNeeds needs, TimeProvider clock, CancellationToken cancel)
    {
        if (!await reader.WaitToReadAsync(cancel))
            return false;
        using var linger = new CancellationTokenSource(needs.Linger > TimeSpan.Zero ? needs.Linger : Timeout.InfiniteTimeSpan, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, linger.Token);
        while (batch.Count < needs.BatchMax)
        {
            if (reader.TryRead(out var sample))
                batch.Add(sample);
            else if (batch.Count > 0 && needs.Linger <= TimeSpan.Zero)
                break;
            else if (!await MoreAsync(reader, batch.Count == 0 ? cancel : either.Token, cancel))
                break;
        }

        return batch.Count > 0;
    }

    private static async ValueTask<bool> MoreAsync(ChannelReader<Sample> reader, CancellationToken wait, CancellationToken cancel)
    {
        try
        {
            return await reader.WaitToReadAsync(wait);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false; // lingered long enough: run with what is there
        }
    }
}
