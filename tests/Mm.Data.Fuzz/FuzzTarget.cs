namespace Mm.Data.Fuzz;

/// <summary>
/// A parser that is fed bytes of anybody's. <paramref name="Parse"/> takes any bytes; what it may throw is decided by
/// <paramref name="IsDeclared"/>, and everything else is a finding. <paramref name="Seeds"/> are well-formed, made by code.
/// </summary>
public sealed record FuzzTarget(
    string Name, Func<byte[], ValueTask> Parse, Func<Exception, bool> IsDeclared, IReadOnlyList<byte[]> Seeds)
{
    /// <summary>Feeds one input.</summary>
    /// <returns>What it threw that is not declared; null: nothing.</returns>
    public async ValueTask<Exception?> TryAsync(byte[] input)
    {
        try
        {
            await Parse(input);
            return null;
        }
        catch (Exception e) when (IsDeclared(e))
        {
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
