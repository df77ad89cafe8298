using Mm.Data.Catalog;
using Mm.Data.Run;

namespace Mm.Data.Web.Api.Contracts;

/// <summary>A process that takes jobs, as the API and <c>mmdata worker list --json</c> show it.</summary>
public sealed record WorkerItem(
    string Worker, string Machine, int Cores, string Devices, string Queues, double SilentSeconds, string State)
{
    public static WorkerItem Of(SeenWorker seen, RunOptions options) => new(
        seen.Worker.Name, seen.Worker.Machine, seen.Worker.Cores, seen.Worker.Devices, seen.Worker.Queues,
        Math.Round(seen.Silence.TotalSeconds, 1), seen.Silence.TotalSeconds <= options.LeaseSeconds ? "alive" : "silent");
}
