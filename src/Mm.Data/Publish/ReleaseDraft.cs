using Mm.Data.Audit;
using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Publish;

/// <summary>What <see cref="Publisher"/> needs to turn a staging folder into a release.</summary>
public sealed record ReleaseDraft
{
    /// <summary>
    /// Holds <c>train/</c>, <c>eval/</c>, <c>features/</c> and <c>audit/</c>, each file written durably. On the file system of the
    /// output, where that is a folder.
    /// </summary>
    public required string StagingFolder { get; init; }

    public required string OutputFolder { get; init; }

    /// <summary>What lies at the output where it is an address in blob storage; null for a folder.</summary>
    public IBlobs? OutputBlobs { get; init; }

    /// <summary>The ledger that the release is appended to.</summary>
    public required LogStore Log { get; init; }

    public required PipelineDefinition Pipeline { get; init; }

    public required string InputDigest { get; init; }

    /// <summary>Follows from pipeline, input and models: the same key means the same release.</summary>
    public required string RunKey { get; init; }

    /// <summary>
    /// Samples that the source listed: what the events are held against, so that a sample lost without a trace is
    /// missed.
    /// </summary>
    public required long Entered { get; init; }

    public required IReadOnlyList<ModelUse> Models { get; init; }

    /// <summary>Id of the key of keyed redaction; empty: none was needed.</summary>
    public string RedactionKey { get; init; } = "";

    public required IReadOnlyDictionary<string, long> Census { get; init; }

    /// <summary>The score columns of the part files.</summary>
    public required IReadOnlyList<FeatureColumn> Scores { get; init; }

    /// <summary>Conditions beside those of <see cref="PublishOptions"/>, measured already.</summary>
    public IReadOnlyList<Gate> Gates { get; init; } = [];

    /// <summary>What <see cref="Gates"/> were measured by, a document of the release; null where there is none.</summary>
    public ReadOnlyMemory<byte>? Evaluation { get; init; }

    /// <summary>Puts the release in the place of another one.</summary>
    public bool Replace { get; init; }
}

public enum PublishStatus : byte
{
    Published,

    /// <summary>The output holds the release of this very run; nothing was touched.</summary>
    AlreadyPublished,

    /// <summary>A gate failed or the samples do not add up; nothing was published.</summary>
    Refused,
}

/// <summary>What came of publishing. <paramref name="Findings"/> is empty unless the samples do not add up.</summary>
public sealed record PublishResult(PublishStatus Status, ReleaseManifest Manifest, IReadOnlyList<Finding> Findings);
