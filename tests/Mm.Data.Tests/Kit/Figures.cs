using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mm.Data.Tests.Kit;

/// <summary>
/// Figures that tests measured, for docs/trust.md. They are kept only when asked for (MMDATA_WRITE_DOCS=1), by the test that measured:
/// nobody writes them by hand.
/// </summary>
internal static class Figures
{
    private static readonly Lock OneAtATime = new();

    public static string Path { get; } = System.IO.Path.Combine(Checkout.Root, "docs", "trust-figures.json");

    public static bool AreWritten { get; } = Environment.GetEnvironmentVariable("MMDATA_WRITE_DOCS") == "1";

    /// <param name="test">The class of the test.</param>
    /// <param name="figure">What was measured, with its unit and, where it is not the usual one, the command.</param>
    /// <param name="member">The test.</param>
    public static void Record(Type test, string figure, [CallerMemberName] string member = "")
    {
        if (!AreWritten)
            return;
        lock (OneAtATime)
        {
            var figures = Read();
            figures[$"{test.Name}.{member}"] = figure;
            var sorted = new JsonObject(figures.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));
            File.WriteAllText(Path, sorted.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" }) + "\n");
        }
    }

    public static Dictionary<string, string> Read() => File.Exists(Path)
        ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path))!
        : [];
}
