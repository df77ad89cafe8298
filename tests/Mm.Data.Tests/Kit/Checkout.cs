namespace Mm.Data.Tests.Kit;

/// <summary>Where the checkout lies and what set-up made in it; tests that need a part skip with the reason when it is absent.</summary>
internal static class Checkout
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    public static string Root { get; } = Find();

    public static string Program { get; } =
        Path.Combine(Root, "src", "Mm.Data.App", "bin", Configuration, "net10.0", "linux-x64", "mmdata.dll");

    public static string Samples { get; } = Path.Combine(Root, ".setup", "samples", "quickstart");

    public static string Expected { get; } = Path.Combine(Root, ".setup", "samples", "expected.json");

    public static string NodeModules { get; } = Path.Combine(Root, ".setup", "npm", "node_modules");

    public static string Pipeline(string name) => Path.Combine(Root, "pipelines", name);

    /// <summary>Development data beside the checkout, absent anywhere but where this project is developed.</summary>
    public static string Shared(string path) => Path.Combine(Root, "..", "shared", path);

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Mm.Data.sln")))
                return folder;
        }

        throw new InvalidOperationException("The tests run from a checkout: no Mm.Data.sln above " + AppContext.BaseDirectory);
    }
}
