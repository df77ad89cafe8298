using System.Text.Json;
using Mm.Data.Audit;
using Mm.Data.Pipeline;

namespace Mm.Data.Run.Reselect;

/// <summary>What Select decided when a release was made, as its audit events tell.</summary>
internal static class EarlierDecisions
{
    /// <summary>Side by sample id; see <see cref="DecisionMove"/>.</summary>
    /// <exception cref="EnvironmentException">A file cannot be read or holds no events.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(IEnumerable<string> files, CancellationToken cancel)
    {
        var sides = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new Dictionary<string, string>(StringComparer.Ordinal); // one string a side, not one a sample
        foreach (var file in files)
        {
            await foreach (var line in AuditFile.ReadRawAsync(file, cancel))
            {
                var (id, side) = Parse(line, file);
                if (!names.TryGetValue(side, out var name))
                    names[side] = name = side;
                sides[id] = name;
            }
        }

        return sides;
    }

    /// <summary>The side of a kept sample.</summary>
    public static string Kept(string? split) => $"kept in {split ?? "no split"}";

    // Not through the event's own record: its canonical form is the verifier's matter, and a million lines are read here.
    private static (string Id, string Side) Parse(byte[] line, string file)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            var kept = root.GetProperty("outcome").GetString() == EnumCode.Of(Outcome.Kept);
            return (root.GetProperty("sample").GetString()!, kept
                ? Kept(root.GetProperty("codes").TryGetProperty("split", out var split) ? split.GetString() : null)
                : root.GetProperty("reason").GetString()!);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new EnvironmentException($"{Path.GetFileName(file)} holds a line that is no event: run mmdata verify.", e);
        }
    }
}
