namespace Mm.Data.Tests.Kit;

/// <summary>Places in the checkout that the tests run from.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>
    /// The folder <c>shared/data</c> beside the checkout or above it; null where there is none, and tests that want it
    /// skip.
    /// </summary>
    public static string? SharedData { get; } = FindShared();

    private static string? FindShared()
    {
        for (var folder = new DirectoryInfo(Root).Parent; folder is not null; folder = folder.Parent)
        {
            var shared = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(shared))
                return shared;
        }

        return null;
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Mm.Data.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside a checkout.");
    }
}
