using System.CommandLine;
using System.Text.Json;
using Mm.Data.App.Hosting;
using Mm.Data.App.Reports;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Web.Access;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata access key</c>: keys for the HTTP API. A key is printed once, when it is made; the catalog keeps a digest.</summary>
internal static class AccessCommand
{
    private const int DaysMax = 3650;
    private const int DaysUsual = 90;

    public static Command Create() =>
        new("access", "Keys for the HTTP API.") { new Command("key", "Make, list and revoke keys.") { New(), List(), Revoke() } };

    private static Command New()
    {
        var name = new Argument<string>("name") { Description = "What you call it, such as the program that uses it." };
        var scopes = new Option<string[]>("--scope")
        {
            Description = $"What it may do: {string.Join(", ", Enum.GetValues<Capability>().Select(EnumCode.Of))}; may be given again.",
            Required = true,
        };
        var days = new Option<int>("--days")
        {
            Description = $"Days that it holds, up to {DaysMax}.",
            DefaultValueFactory = _ => DaysUsual,
        };
        return new Command("create", "Make a key and print it, this once.") { name, scopes, days }
            .Does(async (parse, settings, cancel) =>
            {
                var length = parse.GetValue(days);
                if (length is < 1 or > DaysMax)
                    throw new ConfigurationException($"--days {length}: give a number from 1 to {DaysMax}.");
                var catalog = await RunCatalog.OpenAsync(settings.State, TimeProvider.System, cancel);
                var key = ApiKey.Create(
                    parse.GetRequiredValue(name), parse.GetRequiredValue(scopes).Select(Scope).ToArray(),
                    TimeProvider.System.GetUtcNow(), length, await ServerKey.OpenAsync(settings.State, cancel));
                await catalog.AccessKeys.AddAsync(key.Record, cancel);
                Console.WriteLine(parse.GetValue(GlobalOptions.Json)
                    ? JsonSerializer.Serialize(new { id = key.Record.Id, key = key.Text }, PipelineJson.Options)
                    : key.Text);
                return ExitCode.Done;
            });
    }

    private static Command List() => new Command("list", "All keys: name, scopes, until when; never the key itself.")
        .Does(async (parse, settings, cancel) =>
        {
            var catalog = await RunCatalog.OpenAsync(settings.State, TimeProvider.System, cancel);
            AccessKeyReport.Print(
                await catalog.AccessKeys.ListAsync(cancel), TimeProvider.System.GetUtcNow(), parse.GetValue(GlobalOptions.Json));
            return ExitCode.Done;
        });

    private static Command Revoke()
    {
        var id = new Argument<string>("id") { Description = "Id of the key, as the list shows it." };
        return new Command("revoke", "End a key at once.") { id }
            .Does(async (parse, settings, cancel) =>
            {
                var catalog = await RunCatalog.OpenAsync(settings.State, TimeProvider.System, cancel);
                var wanted = parse.GetRequiredValue(id);
                if (!await catalog.AccessKeys.RevokeAsync(wanted, TimeProvider.System.GetUtcNow(), cancel))
                    throw new ConfigurationException($"There is no key {wanted} that holds. See mmdata access key list.");
                Console.WriteLine(parse.GetValue(GlobalOptions.Json)
                    ? JsonSerializer.Serialize(new { revoked = wanted }, PipelineJson.Options)
                    : $"Key {wanted} is revoked.");
                return ExitCode.Done;
            });
    }

    private static Capability Scope(string code)
    {
        try
        {
            return EnumCode.Parse<Capability>(code);
        }
        catch (FormatException)
        {
            throw new ConfigurationException(
                $"--scope {code}: known are {string.Join(", ", Enum.GetValues<Capability>().Select(EnumCode.Of))}.");
        }
    }
}
