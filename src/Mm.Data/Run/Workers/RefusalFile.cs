using System.Text.Json;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Publish;

namespace Mm.Data.Run.Workers;

/// <summary>Why a release was refused, in the run's work folder: whoever waits for the run may be another process.</summary>
internal static class RefusalFile
{
    private const string Name = "refused.json";

    public static Task WriteAsync(RunWorkspace workspace, PublishResult result, CancellationToken cancel) => Durable.WriteAsync(
        Path.Combine(workspace.Markers, Name), JsonSerializer.SerializeToUtf8Bytes(result, PipelineJson.Options), cancel);

    /// <summary>Null where there is none.</summary>
    public static PublishResult? Read(RunWorkspace workspace)
    {
        var path = Path.Combine(workspace.Markers, Name);
        return File.Exists(path) ? JsonSerializer.Deserialize<PublishResult>(File.ReadAllBytes(path), PipelineJson.Options) : null;
    }
}
