namespace Mm.Data.Run.Reproduce;

/// <summary>Which samples of a release to make anew, and out of what: a release names digests alone.</summary>
public sealed record ReproduceRequest
{
    public required string Release { get; init; }

    /// <summary>Samples at most.</summary>
    public required int Samples { get; init; }

    /// <summary>Another seed draws other samples.</summary>
    public string Seed { get; init; } = "";

    /// <summary>The pipeline file; null: it is not at hand, and nothing can be made anew.</summary>
    public string? Pipeline { get; init; }

    /// <summary><c>key=value</c> settings that were laid over the pipeline file.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>The input of the run; null: it is not at hand, and only Select can be run again.</summary>
    public string? Input { get; init; }
}
