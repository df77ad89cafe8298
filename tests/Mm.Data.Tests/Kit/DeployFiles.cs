using Mm.Data.App.Hosting;
using Xunit;

namespace Mm.Data.Tests.Kit;

/// <summary>The files of ops/deploy, and the settings in them as the program reads them.</summary>
internal static class DeployFiles
{
    public static string Root { get; } = Path.Combine(Checkout.Root, "ops", "deploy");

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static IEnumerable<string> All => Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
        .Where(path => !path.StartsWith(PathOf("secrets") + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    /// <summary>Reads settings as the program does. Files of secrets are exchanged for one that is there.</summary>
    /// <param name="variables">Names as in the environment, with the prefix.</param>
    /// <param name="aFile">Any file that is there.</param>
    public static AppSettings Settings(IEnumerable<KeyValuePair<string, string>> variables, string aFile)
    {
        string[] overrides =
        [
            .. variables.Where(pair => pair.Key.StartsWith(SettingsReader.EnvironmentPrefix, StringComparison.Ordinal))
                .Select(pair => (Key: KeyOf(pair.Key), pair.Value))
                .Select(pair => $"{pair.Key}={(pair.Key.EndsWith("File", StringComparison.Ordinal) ? aFile : pair.Value)}"),
        ];
        Assert.NotEmpty(overrides);
        return SettingsReader.Read(overrides);
    }

    /// <summary>Null when the variable is a setting of the program, else what is wrong.</summary>
    public static string? Problem(string variable)
    {
        var type = typeof(AppSettings);
        foreach (var part in KeyOf(variable).Split(':'))
        {
            if (typeof(IReadOnlyList<string>).IsAssignableFrom(type) && part.All(char.IsAsciiDigit))
                type = typeof(string);
            else if (type.GetProperty(part) is { } property)
                type = property.PropertyType;
            else
                return $"{variable}: {type.Name} has no {part}";
        }

        return null;
    }

    private static string KeyOf(string variable) =>
        variable[SettingsReader.EnvironmentPrefix.Length..].Replace("__", ":", StringComparison.Ordinal);
}
