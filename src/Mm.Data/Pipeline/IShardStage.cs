namespace Mm.Data.Pipeline;

/// <summary>
/// A stage that also compares the samples of a shard with one another. It sees the whole shard once every sample was retired and before
/// anything is written, so that a shard stays a pure function of its own samples.
/// </summary>
public interface IShardStage : IStage
{
    /// <summary>
    /// Columns that <see cref="IStage.RunAsync"/> writes for <see cref="FinishAsync"/> alone: they live as long as the shard is in work and
    /// stand in no file of a release.
    /// </summary>
    IReadOnlyList<FeatureColumn> Scratch { get; }

    /// <summary>
    /// Of <see cref="IStage.Columns"/> those that <see cref="FinishAsync"/> alone writes: nobody can tell them from one sample.
    /// </summary>
    IReadOnlyList<FeatureColumn> OfShard { get; }

    /// <summary>
    /// Writes the features that need the other samples; it decides nothing. <paramref name="shard"/> is in order of position.
    /// </summary>
    ValueTask FinishAsync(IReadOnlyList<MeasuredSample> shard, CancellationToken cancel);
}
