using Cronos;

namespace Mm.Data.Pipeline.Definition;

/// <summary>The moments that a cron expression names in a time zone, on both sides of every change of the clocks.</summary>
public sealed class CronTimes
{
    private const int FieldsWithSeconds = 6;
    private readonly CronExpression _expression;
    private readonly TimeZoneInfo _zone;

    private CronTimes(CronExpression expression, TimeZoneInfo zone) => (_expression, _zone) = (expression, zone);

    /// <param name="cron">Five fields, or six with the seconds first, or a macro such as <c>@daily</c>.</param>
    /// <param name="zone">IANA name, such as <c>Europe/Berlin</c>.</param>
    /// <exception cref="FormatException">One of them is none; the message says which and what is allowed.</exception>
    public static CronTimes Parse(string cron, string zone)
    {
        var fields = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length;
        CronExpression expression;
        try
        {
            expression = CronExpression.Parse(cron, fields == FieldsWithSeconds ? CronFormat.IncludeSeconds : CronFormat.Standard);
        }
        catch (FormatException e)
        {
            throw new FormatException($"cron '{cron}' is no cron expression ({e.Message.TrimEnd('.')}); write it as '30 2 * * *'", e);
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId
            ? new CronTimes(expression, found)
            : throw new FormatException($"zone '{zone}' is no time zone that this machine knows; write an IANA name such as Europe/Berlin");
    }

    /// <summary>The first moment after <paramref name="after"/>; null where there is none any more.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) => _expression.GetNextOccurrence(after.ToUniversalTime(), _zone)?.ToUniversalTime();

    /// <summary>Moments after <paramref name="after"/> up to and with <paramref name="until"/>, in order, the first
    /// <paramref name="most"/> of them.</summary>
    public IEnumerable<DateTimeOffset> Between(DateTimeOffset after, DateTimeOffset until, int most)
    {
        for (var moment = Next(after); moment <= until && most-- > 0; moment = Next(moment.Value))
            yield return moment.Value;
    }
}
