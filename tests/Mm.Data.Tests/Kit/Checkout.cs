namespace Mm.Data.Tests.Kit;

/// <summary>
/// Where the checkout lies, what set-up made in it and what lies beside it. Set-up's part and the development data may be absent: a
/// test that uses them skips and says why.
/// </summary>
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

    /// <summary>Where models lie: those of the checkout, and those that set-up made.</summary>
    public static IReadOnlyList<string> ModelFolders { get; } = [Path.Combine(Root, "models"), Path.Combine(Root, ".setup", "models")];

    public static string Samples { get; } = Path.Combine(Root, ".setup", "samples", "quickstart");

    public static string Expected { get; } = Path.Combine(Root, ".setup", "samples", "expected.json");

    public static string NodeModules { get; } = Path.Combine(Root, ".setup", "npm", "node_modules");

    /// <summary>A folder of development data in the checkout or above it, there only where this project is developed.</summary>
    public static string Shared { get; } = Above("shared");

    public static string Teacher { get; } = Path.Combine(Shared, "models", "teacher");

    public static string Vocabulary { get; } = Path.Combine(Teacher, "bpe_simple_vocab_16e6.txt.gz");

    public static string Pipeline(string name) => Path.Combine(Root, "pipelines", name);

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Mm.Data.sln")))
                return folder;
        }

        throw new InvalidOperationException("The tests run from a checkout: no Mm.Data.sln above " + AppContext.BaseDirectory);
    }

    private static string Above(string name)
    {
        for (var folder = Root; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(Path.Combine(folder, name)))
                return Path.Combine(folder, name);
        }

        return Path.Combine(Root, name);
    }
}
