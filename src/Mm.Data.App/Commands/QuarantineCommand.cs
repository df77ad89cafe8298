using System.CommandLine;
using System.Text.Json;
using Mm.Data.App.Hosting;
using Mm.Data.App.Remote;
using Mm.Data.App.Reports;
using Mm.Data.Catalog;
using Mm.Data.Decode;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Run;
using Mm.Data.Storage;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata quarantine</c>: the samples that could not be made sure of; has them tried again, or shows their originals.</summary>
internal static class QuarantineCommand
{
    private const int PrefixLengthMin = 6;

    public static Command Create() =>
        new("quarantine", "List samples in quarantine, have them tried again, or export their originals.") { List(), Retry(), Export() };

    private static Command List()
    {
        var choice = new Choice();
        return RemoteService.AddTo(choice.AddTo(new Command("list", "What lies in quarantine, why, and how often it was tried.")))
            .Does(async (parse, settings, cancel) =>
            {
                using var desk = await QuarantineDesk.OpenAsync(parse, settings, cancel);
                QuarantineReport.Print(await desk.ListAsync(choice.Of(parse), cancel), parse.GetValue(GlobalOptions.Json));
                return ExitCode.Done;
            });
    }

    private static Command Retry()
    {
        var choice = new Choice();
        var all = new Option<bool>("--all") { Description = "Everything in quarantine." };
        var retry = new Command("retry", "Put samples back: the next run of their pipeline tries them again.") { all };
        return RemoteService.AddTo(choice.AddTo(retry))
            .Does(async (parse, settings, cancel) =>
            {
                var wanted = choice.Of(parse);
                if (!parse.GetValue(all) && wanted is { Pipeline: null, Samples: [], Reasons: [] })
                    throw new ConfigurationException("quarantine retry: choose with --sample, --reason or --pipeline, or say --all.");
                using var desk = await QuarantineDesk.OpenAsync(parse, settings, cancel);
                var answer = await desk.RetryAsync(wanted, cancel);
                if (answer.Chosen == 0)
                    throw NothingLikeThat();
                Console.WriteLine(parse.GetValue(GlobalOptions.Json)
                    ? JsonSerializer.Serialize(answer, PipelineJson.Options)
                    : $"{answer.PutBack} of {answer.Chosen} samples put back now. The next run of their pipeline tries them again; over a "
                    + "release that is there already, run with --replace.");
                return ExitCode.Done;
            });
    }

    private static Command Export()
    {
        var choice = new Choice();
        var folder = new Argument<string>("folder") { Description = "Folder for the originals and the report; must not exist yet." };
        return choice.AddTo(new Command("export", "Copy originals into a folder for a person to look at, named by id.") { folder })
            .Does(async (parse, settings, cancel) =>
            {
                var catalog = await RunCatalog.OpenAsync(settings.State, TimeProvider.System, cancel);
                var records = await FoundAsync(catalog, choice.Of(parse), cancel);
                var target = Path.GetFullPath(parse.GetRequiredValue(folder));
                await using var decoder = new DecoderPool(settings.Decode, TimeProvider.System);
                var export = new QuarantineExport(
                    catalog, new StageCatalog(typeof(Sample).Assembly), new Stores(settings.Storage, settings.State.Folder), decoder);
                var exported = await export.WriteAsync(records, target, cancel);
                QuarantineReport.Print(exported, target, parse.GetValue(GlobalOptions.Json));
                return exported.All(sample => sample.File is not null) ? ExitCode.Done : ExitCode.Findings;
            });
    }

    private static async Task<IReadOnlyList<QuarantineRecord>> FoundAsync(
        RunCatalog catalog, QuarantineChoice choice, CancellationToken cancel) =>
        await catalog.Quarantine.ListAsync(choice, cancel) is { Count: > 0 } records
            ? records
            : throw NothingLikeThat();

    private static ConfigurationException NothingLikeThat() => new("Nothing like that lies in quarantine. See mmdata quarantine list.");

    private sealed class Choice
    {
        private readonly Option<string?> _pipeline = new("--pipeline") { Description = "Of the pipeline of this name." };

        private readonly Option<string[]> _samples = new("--sample")
        {
            Description = "Id of a sample, or its first six characters or more; may be given again.",
        };

        private readonly Option<string[]> _reasons = new("--reason")
        {
            Description = "With this reason, such as decode.crashed; may be given again.",
        };

        public Command AddTo(Command command)
        {
            command.Options.Add(_pipeline);
            command.Options.Add(_samples);
            command.Options.Add(_reasons);
            return command;
        }

        public QuarantineChoice Of(ParseResult parse)
        {
            var samples = parse.GetValue(_samples) ?? [];
            return samples.FirstOrDefault(id => id.Length < PrefixLengthMin) is { } tooShort
                ? throw new ConfigurationException($"--sample {tooShort} is too short: give at least {PrefixLengthMin} characters.")
                : new QuarantineChoice(parse.GetValue(_pipeline), samples, parse.GetValue(_reasons) ?? []);
        }
    }
}
