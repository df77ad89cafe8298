using System.Globalization;
using System.Text.Json;
using Mm.Data.Catalog.Access;
using Mm.Data.Pipeline.Definition;
using Spectre.Console;

namespace Mm.Data.App.Reports;

/// <summary>Prints the keys for the HTTP API, without the keys themselves.</summary>
internal static class AccessKeyReport
{
    public static void Print(IReadOnlyList<AccessKeyRecord> keys, DateTimeOffset now, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                keys.Select(key => new
                {
                    key.Id,
                    key.Name,
                    scopes = key.Scopes.Split(','),
                    created = DateTimeOffset.FromUnixTimeMilliseconds(key.CreatedMs),
                    expires = DateTimeOffset.FromUnixTimeMilliseconds(key.ExpiresMs),
                    state = State(key, now),
                }),
                PipelineJson.Options));
            return;
        }

        if (keys.Count == 0)
        {
            Console.WriteLine("No key. Make one with: mmdata access key create NAME --scope view");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("id", "name", "scopes", "expires (UTC)", "state");
        foreach (var key in keys)
        {
            var expires = DateTimeOffset.FromUnixTimeMilliseconds(key.ExpiresMs).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            var scopes = key.Scopes.Replace(",", ", ", StringComparison.Ordinal);
            table.AddRow(key.Id, Markup.Escape(key.Name), scopes, expires, State(key, now));
        }

        AnsiConsole.Write(table);
    }

    private static string State(AccessKeyRecord key, DateTimeOffset now) =>
        key.RevokedMs is not null ? "revoked" : key.IsValid(now) ? "holds" : "over";
}
