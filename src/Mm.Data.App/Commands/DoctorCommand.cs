using System.CommandLine;
using System.Text.Json;
using Mm.Data.App.Hosting;
using Mm.Data.Decode;
using Mm.Data.Models;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Render;
using Spectre.Console;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata doctor</c>: what this machine has of what mmdata needs, and which parts of the sandbox are active.</summary>
internal static class DoctorCommand
{
    private sealed record Check(string What, bool Good, string Found);

    public static Command Create() => new Command("doctor", "Check this machine: tools, sandbox, models, folders.")
        .Does(async (parse, settings, cancel) =>
        {
            var checks = new List<Check>
            {
                Tool("ffmpeg", "decodes video and sound"),
                Tool("ffprobe", "reads what a video is"),
                Tool("bwrap", "sandbox of the decoder"),
                Writable(settings.State.Folder),
            };
            checks.AddRange(await SandboxAsync(settings, cancel));
            checks.Add(await DeviceAsync(settings));
            checks.AddRange(Models(settings));
            checks.AddRange(Canaries(settings));
            Print(checks, parse.GetValue(GlobalOptions.Json));
            return checks.All(c => c.Good) ? ExitCode.Done : ExitCode.Environment;
        });

    private static Check Tool(string name, string purpose)
    {
        var path =
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);
        return new Check(name, path is not null, path ?? $"not on PATH ({purpose}): run ops/setup");
    }

    private static Check Writable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, ".probe");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new Check("State:Folder", true, Path.GetFullPath(folder));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Check("State:Folder", false, $"{Path.GetFullPath(folder)}: {e.Message}");
        }
    }

    private static async Task<IEnumerable<Check>> SandboxAsync(AppSettings settings, CancellationToken cancel)
    {
        try
        {
            // A part that is required and missing is told like the others, instead of being the end of the list.
            await using var pool = new DecoderPool(settings.Decode with { RequireSandbox = false }, TimeProvider.System);
            var status = await pool.CheckAsync(cancel);
            return status.Parts.Select(part => new Check($"sandbox: {part.Name}", part.Active, part.Reason));
        }
        catch (EnvironmentException e)
        {
            return [new Check("decoder", false, e.Message)];
        }
    }

    private static async Task<Check> DeviceAsync(AppSettings settings)
    {
        var wanted = settings.Models.Device;
        var options = wanted is ModelDevice.Cuda ? settings.Models with { Device = ModelDevice.Auto } : settings.Models;
        await using var models = new OnnxModels(new ModelStore(options), options);
        return new Check(
            "models run on", wanted is not ModelDevice.Cuda || models.DeviceNote is null,
            models.DeviceNote is { } note ? $"{models.Device}. {note}" : models.Device);
    }

    private static IEnumerable<Check> Models(AppSettings settings)
    {
        var scan = new ModelStore(settings.Models).List();
        return scan.Models.Select(model => new Check($"model {model.Card.Name}", true, model.Folder))
            .Concat(scan.Problems.Select(problem => new Check("models", false, problem)));
    }

    private static IEnumerable<Check> Canaries(AppSettings settings)
    {
        var pictures = Services.Canaries(settings);
        return ((string[])["face", "text"]).Select(kind => new Check(
            $"canary {kind}", pictures.Find(kind) is not null,
            pictures.Find(kind) ?? $"no {kind}.jpg or .png under {CanaryPictures.FolderName} of a model folder: run ops/setup"));
    }

    private static void Print(IReadOnlyList<Check> checks, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(checks, PipelineJson.Options));
            return;
        }

        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "", "");
        foreach (var check in checks)
            table.AddRow(check.Good ? "[green]ok[/]" : "[red]lacks[/]", Markup.Escape(check.What), Markup.Escape(check.Found));
        AnsiConsole.Write(table);
    }
}
