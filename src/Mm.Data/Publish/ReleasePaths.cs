using Mm.Data.Audit.Log;

namespace Mm.Data.Publish;

/// <summary>Where things lie in a release.</summary>
public static class ReleasePaths
{
    public const string Train = "train";
    public const string Eval = "eval";
    public const string Features = "features";
    public const string Audit = "audit";
    public const string Card = "README.md";
    public const string Pipeline = "pipeline.json";
    public const string Croissant = "croissant.json";
    public const string Evaluation = "evaluation.json";

    /// <summary>Slash paths of all files under <paramref name="folder"/>, in ordinal order.</summary>
    public static IReadOnlyList<string> Files(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether a slash path is one of the files that prove the release's leaves.</summary>
    public static bool IsOfLedger(string path) =>
        path.StartsWith(Audit + "/", StringComparison.Ordinal) && ReleaseLogFiles.IsOne(path[(Audit.Length + 1)..]);

    /// <summary>Whether a slash path stays inside the release: relative, and without empty, dot or dot-dot parts.</summary>
    public static bool IsInside(string path) =>
        path.Length > 0 && !path.Contains('\\') && !path.Contains('\0') && path.Split('/').All(part => part is not ("" or "." or ".."));
}
