using System.CommandLine;
using System.Text.Json;
using Mm.Data.App.Hosting;
using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata key</c>: the key that signs the ledger. The private part is never printed.</summary>
internal static class KeyCommand
{
    public static Command Create() => new("key", "Show or make the key that signs the ledger of releases.") { Show(), New() };

    private static Command Show() => new Command("show", "Print this installation's public key, for verify --key; made at first use.")
        .Does(async (parse, settings, cancel) =>
        {
            var keys = new SigningKeys(settings.Audit, settings.State.Folder);
            Print((await keys.OpenAsync(cancel)).Public, keys.Path, parse);
            return ExitCode.Done;
        });

    private static Command New()
    {
        var file = new Argument<string>("file") { Description = "Where the private key goes; the public one goes beside it as FILE.pub." };
        var name = new Option<string>("--name")
        {
            Description = "Name in the key and under each checkpoint, best an address without its scheme: example.org/pictures.",
            DefaultValueFactory = _ => SigningKeys.DefaultName,
        };
        return new Command("new", "Make a key in a file of its own, to set as Audit:KeyFile.") { file, name }
            .Does(async (parse, _, cancel) =>
            {
                var path = Path.GetFullPath(parse.GetRequiredValue(file));
                if (File.Exists(path))
                    throw new ConfigurationException($"{path} is there already, and a key is never written over. Name another file.");
                var made = await new SigningKeys(new AuditOptions { KeyFile = path }, "").CreateAsync(parse.GetRequiredValue(name), cancel);
                Print(made.Public, path, parse);
                return ExitCode.Done;
            });
    }

    private static void Print(PublicKey key, string? path, ParseResult parse) => Console.WriteLine(parse.GetValue(GlobalOptions.Json)
        ? JsonSerializer.Serialize(new { key = key.ToString(), key.Name, id = $"{key.Id:x8}", file = path }, PipelineJson.Options)
        : key.ToString());
}
