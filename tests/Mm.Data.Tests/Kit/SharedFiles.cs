namespace Mm.Data.Tests.Kit;

/// <summary>Files beside or below the repository that may be absent: a test that uses one skips and says why.</summary>
internal static class SharedFiles
{
    private static readonly string Repository = Find();

    /// <summary>The folder <c>shared</c> in the repository or above it.</summary>
    public static string Shared { get; } = Above("shared");

    public static string Teacher { get; } = Path.Combine(Shared, "models", "teacher");

    public static string Vocabulary { get; } = Path.Combine(Teacher, "bpe_simple_vocab_16e6.txt.gz");

    /// <summary>Where set-up puts npm packages.</summary>
    public static string NodeModules { get; } = Path.Combine(Repository, ".setup", "npm", "node_modules");

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Mm.Data.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? AppContext.BaseDirectory;
    }

    private static string Above(string name)
    {
        for (var folder = new DirectoryInfo(Repository); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, name);
            if (Directory.Exists(path))
                return path;
        }

        return Path.Combine(Repository, name);
    }
}
