using System.Text.Json;
using Mm.Data.Catalog.Schedules;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Run.Schedules;

/// <summary>Makes a schedule of a pipeline file that carries one.</summary>
public static class ScheduleDraft
{
    /// <param name="request">Pipeline file, input, overrides; the output is the folder of all releases.</param>
    /// <param name="name">Null: the pipeline's own.</param>
    /// <param name="stages">What the file may name.</param>
    /// <param name="known">The schedules that are there.</param>
    /// <param name="now">Windows start behind it.</param>
    /// <exception cref="ConfigurationException">The file holds faults or no schedule, or another schedule writes there.</exception>
    public static ScheduleRecord Make(
        RunRequest request, string? name, StageCatalog stages, IReadOnlyList<ScheduleRecord> known, DateTimeOffset now)
    {
        var definition = PipelineFile.Load(request.PipelinePath, stages, request.Overrides);
        if (definition.Schedule is not { } options)
        {
            throw new ConfigurationException(
                $"{request.PipelinePath} carries no schedule. Write into it: schedule: {{ cron: '30 2 * * *', zone: UTC }}");
        }

        var own = name ?? definition.Name;
        if (own.Length == 0 || !own.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            throw new ConfigurationException($"--name {own}: a schedule's name has lower-case letters, digits and hyphens.");
        var output = Path.TrimEndingDirectorySeparator(request.Output);
        if (known.FirstOrDefault(other => other.Name != own && other.Output == output) is { } taken)
            throw new ConfigurationException($"The schedule {taken.Name} writes to {output} already. Give this one a folder of its own.");
        return new ScheduleRecord
        {
            Name = own,
            Pipeline = definition.Name,
            RequestJson = JsonSerializer.Serialize(request),
            Output = output,
            Cron = options.Cron,
            Zone = options.Zone,
            CatchUp = options.CatchUp,
            CursorTries = definition.Cursor?.Tries,
            SeenMs = now.ToUnixTimeMilliseconds(),
        };
    }
}
