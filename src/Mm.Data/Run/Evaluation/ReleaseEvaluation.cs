using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Publish;

namespace Mm.Data.Run.Evaluation;

/// <summary>What <c>mmdata eval</c> was asked for.</summary>
public sealed record EvaluationRequest
{
    /// <summary>Folder of the release.</summary>
    public required string Release { get; init; }

    /// <summary>Pipeline file in the place of the release's own; null: that one.</summary>
    public string? Pipeline { get; init; }

    /// <summary><c>evaluate.path=value</c> over it.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Another dual encoder; null: the release's.</summary>
    public string? Model { get; init; }
}

/// <summary>Evaluates a published release. Nothing is written into it.</summary>
public sealed class ReleaseEvaluation(StageCatalog stages, ReleaseEvaluator evaluator)
{
    /// <exception cref="ConfigurationException">No release or pipeline lies there, options that do not fit, or no such model.</exception>
    /// <exception cref="EnvironmentException">A file is damaged.</exception>
    public async Task<EvaluationReport> RunAsync(EvaluationRequest request, CancellationToken cancel)
    {
        if (request.Overrides.FirstOrDefault(text => !text.StartsWith("evaluate.", StringComparison.Ordinal)) is { } other)
            throw new ConfigurationException($"--set {other}: only evaluate can be set here; what else is changed needs mmdata run.");
        using var release = await ReleaseReader.OpenAsync(request.Release, cancel);
        var manifest = release.Manifest;
        var own = manifest.Documents.Any(document => document.Path == ReleasePaths.Pipeline)
            ? Path.Combine(release.Folder, ReleasePaths.Pipeline)
            : null;
        var pipeline = PipelineFile.Load(
            request.Pipeline ?? own ?? throw new ConfigurationException(
                $"{request.Release} does not hold the pipeline that made it: give its file with --pipeline."),
            stages, request.Overrides);
        var subject = new EvaluationSubject(release.Folder, pipeline, manifest.RunKey, manifest.Models, request.Model);
        return await evaluator.RunAsync(subject, pipeline.Evaluate ?? new EvaluateOptions(), cancel);
    }
}
