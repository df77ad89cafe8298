using System.Text.Json;
using System.Text.RegularExpressions;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Ops;

/// <summary>docs/operations.md does what it says: its commands are run, with other folders in the place of the page's.</summary>
public sealed partial class OperationsTests(PostgresServer postgres) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_catalog_in_a_file_is_backed_up_and_restored()
    {
        var old = Variables("old", []);
        await MakeKeyAsync(old);
        await SayAsync(0, Command("Back up"), old);
        await SayAsync(2, Command("Back up"), old); // never over a backup
        await SayAsync(2, "ops/restore /backup/mmdata-1", old); // never over a catalog
        await SayAsync(0, Command("Restore"), old);
        await KnowsTheKeyAsync(Variables("new", []));
        Assert.Equal(File.ReadAllText(_folder["old/server.key"]), File.ReadAllText(_folder["new/server.key"]));
    }

    [Fact]
    public async Task A_damaged_backup_is_refused_and_nothing_is_written()
    {
        var old = Variables("old", []);
        await MakeKeyAsync(old);
        await SayAsync(0, Command("Back up"), old);
        await File.AppendAllTextAsync(_folder["backup/state/server.key"], " ", Cancel);
        Assert.Contains("is damaged", await SayAsync(2, Command("Restore"), old));
        Assert.False(Directory.Exists(_folder["new"]));
    }

    [Fact]
    public async Task A_catalog_on_a_server_is_backed_up_and_restored_into_an_empty_database()
    {
        var first = PostgresServer.Environment(await postgres.NewAsync(_folder["old"]));
        var second = PostgresServer.Environment(await postgres.NewAsync(_folder["new"]));
        first["MMDATA_State__KeyFile"] = _folder["state.key"];
        second["MMDATA_State__KeyFile"] = _folder["restored.key"]; // comes back with the backup
        await File.WriteAllTextAsync(_folder["state.key"], Convert.ToBase64String(new byte[32]), Cancel);
        await MakeKeyAsync(Variables("old", first));
        await SayAsync(0, Command("Back up"), Variables("old", first));
        Assert.Contains("tables", await SayAsync(2, Command("Restore"), Variables("old", first)));
        Assert.False(File.Exists(_folder["restored.key"]));
        await SayAsync(0, Command("Restore"), Variables("old", second));
        await KnowsTheKeyAsync(Variables("new", second));
    }

    [Fact]
    public async Task An_installation_is_made_scaled_and_upgraded_by_the_commands_of_the_page()
    {
        var database = await postgres.NewAsync(_folder["nowhere"]);
        await using var systemd = MadeSystemd.In(_folder["machine"]);
        await Script.RunAsync("chmod", "755", _folder.Path, _folder["machine"]); // as / is: the decoder's children are nobody
        var machine = systemd.Variables.Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Contains("write the connection string", await SayAsync(0, Command("Install"), machine));
        var key = File.ReadAllText(_folder["machine/etc/mmdata/secrets/audit-key"]);
        await File.WriteAllTextAsync(_folder["machine/etc/mmdata/secrets/database"], database.Connection, Cancel);
        await File.AppendAllTextAsync(_folder["machine/etc/mmdata/mmdata.env"], $"MMDATA_Web__Url=http://127.0.0.1:{Ports.Free()}\n", Cancel);

        await SayAsync(0, Command("Start"), machine);
        await WorkersAsync(machine, systemd, ["measure, render", "publish"]);
        await SayAsync(0, Command("Scale"), machine);
        await WorkersAsync(machine, systemd, ["measure, render", "measure, render", "publish"]);
        await SayAsync(2, "ops/scale many", machine);

        await File.WriteAllTextAsync(_folder["machine/opt/mmdata/of-the-old-version"], "", Cancel);
        await SayAsync(0, Command("Upgrade"), machine);
        Assert.False(File.Exists(_folder["machine/opt/mmdata/of-the-old-version"]));
        Assert.Equal(key, File.ReadAllText(_folder["machine/etc/mmdata/secrets/audit-key"]));
        Assert.Equal(key, File.ReadAllText(_folder["backup/keys/audit-key"]));
        string[] asked = [.. systemd.Asked.Where(line => line.StartsWith("st", StringComparison.Ordinal))];
        Assert.Equal(
            [
                "stop mmdata-worker@1 mmdata-worker@2", "stop mmdata-publish mmdata-serve", "start mmdata-serve",
                "start mmdata-worker@1 mmdata-worker@2 mmdata-publish",
            ],
            asked);
        await WorkersAsync(machine, systemd, ["measure, render", "measure, render", "publish"]);
        Assert.Contains("is there already", await SayAsync(2, Command("Upgrade"), machine)); // nothing was stopped for it
        Assert.Equal(asked.Length, systemd.Asked.Count(line => line.StartsWith("st", StringComparison.Ordinal)));

        await SayAsync(0, "ops/scale 1", machine);
        await WorkersAsync(machine, systemd, ["measure, render", "publish"]);
    }

    /// <summary>Waits until those take jobs, and no other.</summary>
    private async Task WorkersAsync(Dictionary<string, string> machine, MadeSystemd systemd, string[] expected)
    {
        var settings = $"{_folder["machine"]}/etc/mmdata";
        var ask = $"MMDATA_State__Database=postgresql MMDATA_State__ConnectionFile={settings}/secrets/database dotnet {Checkout.Program} worker list --json";
        string[] queues = [];
        for (var tries = 0; tries < 60 && !queues.SequenceEqual(expected); tries++)
        {
            using var listed = JsonDocument.Parse(await SayAsync(0, ask, machine));
            queues = [.. listed.RootElement.EnumerateArray().Select(worker => worker.GetProperty("queues").GetString()!)
                .Where(one => one != "none").Order(StringComparer.Ordinal)];
        }

        Assert.True(queues.SequenceEqual(expected), $"{string.Join("; ", queues)}: {systemd.LogOf("mmdata-serve")} {systemd.LogOf("mmdata-worker@1")}"
            + systemd.LogOf("mmdata-publish"));
    }

    private Dictionary<string, string> Variables(string state, Dictionary<string, string> more) =>
        new(more) { ["MMDATA_State__Folder"] = _folder[state] };

    private static async Task MakeKeyAsync(Dictionary<string, string> variables)
    {
        var made = await Mmdata.RunAsync(
            variables["MMDATA_State__Folder"], variables, Cancel, "access", "key", "create", "kept-by-backup", "--scope", "view", "--days", "9");
        Assert.True(made.ExitCode == 0, made.Errors);
    }

    private static async Task KnowsTheKeyAsync(Dictionary<string, string> variables)
    {
        var listed = await Mmdata.RunAsync(variables["MMDATA_State__Folder"], variables, Cancel, "access", "key", "list");
        Assert.Contains("kept-by-backup", listed.Output);
    }

    /// <summary>The one command of a section of the page.</summary>
    private static string Command(string section)
    {
        var page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "operations.md"));
        return Section.Matches(page).Single(match => match.Groups["title"].Value == section).Groups["command"].Value;
    }

    private async Task<string> SayAsync(int expected, string command, Dictionary<string, string> variables)
    {
        var here = command.Replace("/backup/mmdata-1", _folder["backup"], StringComparison.Ordinal)
            .Replace("/backup/mmdata-2", _folder["backup"], StringComparison.Ordinal)
            .Replace("/var/lib/mmdata-new", _folder["new"], StringComparison.Ordinal);
        string[] settings = [.. variables.Select(pair => $"{pair.Key}={pair.Value}")];
        var line = $"cd '{Checkout.Root}' && {here}";
        var (code, said) = await Script.RunAsync("env", [.. settings, "bash", "-c", line]);
        Assert.True(code == expected, $"{command} ended with {code}: {said}");
        Assert.DoesNotContain(PostgresServer.Password, said);
        return said;
    }

    [GeneratedRegex(@"^## (?<title>.+)\n(?:(?!^## |^```)[^\n]*\n)*```sh\n(?<command>[^\n]+)\n```$", RegexOptions.Multiline)]
    private static partial Regex Section { get; }
}
