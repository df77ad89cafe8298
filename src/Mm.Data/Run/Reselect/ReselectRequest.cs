namespace Mm.Data.Run.Reselect;

/// <summary>What to decide again.</summary>
public sealed record ReselectRequest
{
    /// <summary>Folder of a release, or the staging folder of a run that has measured.</summary>
    public required string Folder { get; init; }

    /// <summary>A pipeline file in the place of the one that the release holds; null: that one.</summary>
    public string? Pipeline { get; init; }

    /// <summary><c>select.path=value</c> texts over it.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];
}
