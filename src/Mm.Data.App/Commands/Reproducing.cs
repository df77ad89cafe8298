using System.CommandLine;
using Mm.Data.App.Hosting;
using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Run.Reproduce;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata verify --reproduce</c>: what it takes, and what it needs: decoder and models, no catalog, no cache.</summary>
internal static class Reproducing
{
    public static Option<int?> Samples { get; } = new("--reproduce")
    {
        Description = "Make this many samples anew from --source with --pipeline, and hold every event against the ledger.",
    };

    public static Option<string?> Source { get; } = new("--source")
    {
        Description = "With --reproduce: the input of the run, as --input of mmdata run takes it.",
    };

    public static Option<string?> Pipeline { get; } = new("--pipeline") { Description = "With --reproduce: the pipeline file of the run." };

    public static Option<string[]> Set { get; } = new("--set")
    {
        Description = "With --reproduce: key=value that the run laid over the pipeline file; may be given again.",
    };

    public static Option<string> Seed { get; } = new("--seed")
    {
        Description = "With --reproduce: draws other samples. Choose one that the maker of the release does not know.",
        DefaultValueFactory = _ => "",
    };

    /// <summary>What was asked for; null: nothing.</summary>
    /// <exception cref="ConfigurationException">Options without --reproduce, or no number of samples.</exception>
    public static ReproduceRequest? Asked(ParseResult parse, string folder)
    {
        var release = Path.GetFullPath(folder);
        if (parse.GetValue(Samples) is not { } samples)
        {
            return parse.GetValue(Source) is null && parse.GetValue(Pipeline) is null
                ? null
                : throw new ConfigurationException("--source and --pipeline say out of what to make samples anew: add --reproduce N.");
        }

        if (samples < 1)
            throw new ConfigurationException($"--reproduce {samples}: give a number of samples from 1.");
        return new ReproduceRequest
        {
            Release = release,
            Samples = samples,
            Seed = parse.GetValue(Seed) ?? "",
            Pipeline = parse.GetValue(Pipeline),
            Overrides = parse.GetValue(Set) ?? [],
            Input = parse.GetValue(Source),
        };
    }

    public static async Task<Reproduction> RunAsync(ReproduceRequest request, AppSettings settings, CancellationToken cancel)
    {
        await using var provider = MeasuringServices.Of(settings).AddSingleton<Reproducer>() // without a cache: it all runs
            .BuildServiceProvider();
        return await provider.GetRequiredService<Reproducer>().RunAsync(request, cancel);
    }
}
