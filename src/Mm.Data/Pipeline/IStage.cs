using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Pipeline;

/// <summary>How a stage wants to be run: batch size, parallel workers, and how long a batch may wait for stragglers.</summary>
public sealed record StageNeeds(int BatchMax = 1, int Workers = 1, TimeSpan Linger = default);

/// <summary>What of a sample decides what a stage writes; with the stage's options and models it is all that does.</summary>
public enum StageReads : byte
{
    AssetAndCaption,
    Asset,
    Caption,
}

/// <summary>
/// One measuring step. It writes features or decides samples, in place; it never removes, reorders or keeps one.
/// Bad data is a verdict. An exception means that the machine or the code is at fault and fails the shard.
/// </summary>
public interface IStage : IAsyncDisposable
{
    StageNeeds Needs { get; }

    /// <summary>The columns this stage writes; the feature table has them all, in pipeline order.</summary>
    IReadOnlyList<FeatureColumn> Columns { get; }

    /// <summary>The views the decoder must make for this stage.</summary>
    IReadOnlyList<ViewSpec> Views { get; }

    /// <summary>Whether the decoder must make the sound at 16 kHz for this stage.</summary>
    bool Hears => false;

    /// <summary>The models it runs; their digests stand in manifest and audit.</summary>
    IReadOnlyList<ModelUse> Models { get; }

    /// <summary>What else decides what it writes beside options and models, such as the name of a key; empty for most.</summary>
    string AlsoDecidedBy => "";

    /// <summary>What it reads: samples that agree in it get the same features, so they may be kept from run to run.</summary>
    StageReads Reads => StageReads.AssetAndCaption;

    ValueTask RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel);
}

/// <summary>
/// Names a stage for pipeline files: the one registration that a new stage needs. It must nest a record <c>Options</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StageAttribute(string name) : Attribute
{
    public string Name => name;
}
