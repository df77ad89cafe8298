using Mm.Data.Catalog;

namespace Mm.Data.Run;

/// <summary>Holds a lease while work goes on under it.</summary>
internal static class LeaseRenewal
{
    private const int RenewalsPerLease = 3;

    /// <summary>
    /// Renews a lease until <paramref name="ended"/>, and cancels the work when another has it. A database that does not answer takes it
    /// from nobody: it is asked again, at the next tick and at the commit.
    /// </summary>
    public static async Task KeepAsync(
        Func<CancellationToken, Task<bool>> renew, TimeSpan length, CancellationTokenSource work, TimeProvider clock,
        CancellationToken ended)
    {
        using var timer = new PeriodicTimer(length / RenewalsPerLease, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                if (await RenewedAsync(renew, ended))
                    continue;
                await work.CancelAsync();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The work has ended.
        }
    }

    private static async Task<bool> RenewedAsync(Func<CancellationToken, Task<bool>> renew, CancellationToken cancel)
    {
        try
        {
            return await renew(cancel);
        }
        catch (Exception e) when (CatalogDatabase.IsFault(e))
        {
            return true;
        }
    }
}
