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
