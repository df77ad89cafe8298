namespace Mm.Data.Pipeline.Definition;

/// <summary>A pipeline file that holds in every respect, with its stages built. Owns the stages.</summary>
public sealed record LoadedPipeline(PipelineDefinition Definition, IReadOnlyList<IStage> Stages) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        foreach (var stage in Stages)
            await stage.DisposeAsync();
    }
}
