using System.Globalization;
using Mm.Data.Catalog.Access;
using Spectre.Console;

namespace Mm.Data.App.Reports;

/// <summary>Prints the keys for the HTTP API, without the keys themselves.</summary>
internal static class AccessKeyReport
{
    public static void Print(IReadOnlyList<AccessKeyRecord> keys, DateTimeOffset now, bool json)
    {
        var told = keys.Select(key => new
        {
            key.Id,
            key.Name,
            scopes = key.Scopes.Split(','),
            created = DateTimeOffset.FromUnixTimeMilliseconds(key.CreatedMs),
            expires = DateTimeOffset.FromUnixTimeMilliseconds(key.ExpiresMs),
            state = State(key, now),
        }).ToList();
        Listing.Print(
            told,
            json,
            "No key. Make one with: mmdata access key create NAME --scope view",
            new Table().Border(TableBorder.Simple).AddColumns("id", "name", "scopes", "expires (UTC)", "state"),
            key =>
            [
                key.Id, key.Name, string.Join(", ", key.scopes), key.expires.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                key.state,
            ]);
    }

    private static string State(AccessKeyRecord key, DateTimeOffset now) =>
        key.RevokedMs is not null ? "revoked" : key.IsValid(now) ? "holds" : "over";
}
