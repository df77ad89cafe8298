using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Pipeline.Definition;

/// <summary>When a service runs a pipeline by itself. Changes no byte of a release, so it is no part of the fingerprint.</summary>
public sealed record ScheduleOptions : IValidatableObject
{
    [Description("Cron expression: minute, hour, day, month, weekday; with six fields the first is the second.")]
    public required string Cron { get; init; }

    [Description("IANA name of the time zone that cron means, such as Europe/Berlin.")]
    public string Zone { get; init; } = "UTC";

    [Description("Windows that came due while no service ran: one run for all (one), a run for each (each), or none.")]
    public CatchUp CatchUp { get; init; } = CatchUp.One;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var problem = "";
        try
        {
            CronTimes.Parse(Cron, Zone);
        }
        catch (FormatException e)
        {
            problem = e.Message;
        }

        if (problem.Length > 0)
            yield return new ValidationResult(problem);
    }
}
