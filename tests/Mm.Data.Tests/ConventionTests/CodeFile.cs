using System.Text.RegularExpressions;
using Mm.Data.Tests.Kit;

namespace Mm.Data.Tests.ConventionTests;

/// <summary>A source file of the checkout. <paramref name="Name"/> is its slash path from the root.</summary>
internal sealed partial record CodeFile(string Name, string Text)
{
    /// <summary>The text without comments and without what stands in literals.</summary>
    public string Code { get; } = CodeText.Of(Text);

    public string Folder => Name[..Name.LastIndexOf('/')];

    /// <summary>Every namespace and type that a using names.</summary>
    public IEnumerable<string> Usings => UsingLine().Matches(Code).Select(match => match.Groups["name"].Value);

    public static IReadOnlyList<CodeFile> All { get; } = [.. Under("src"), .. Under("tests")];

    public static IReadOnlyList<CodeFile> Sources { get; } = [.. All.Where(file => file.Name.StartsWith("src/", StringComparison.Ordinal))];

    private static IEnumerable<CodeFile> Under(string folder) => Directory
        .EnumerateFiles(Path.Combine(Checkout.Root, folder), "*.cs", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Checkout.Root, path).Replace('\\', '/'))
        .Where(name => !name.Split('/').Any(part => part is "bin" or "obj"))
        .Order(StringComparer.Ordinal)
        .Select(name => new CodeFile(name, File.ReadAllText(Path.Combine(Checkout.Root, name))));

    [GeneratedRegex(@"^\s*(?:global )?using (?:static )?(?:\w+ = )?(?<name>[\w.]+)\s*[;<]", RegexOptions.Multiline)]
    private static partial Regex UsingLine();
}
