using System.CommandLine;
using System.Text;
using Mm.Data.App.Hosting;
using Mm.Data.App.Reports;
using Mm.Data.Audit;
using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Publish;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata inspect</c>: a release's funnel, or with <c>--sample</c> the whole story of one sample.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var release = new Argument<string>("release") { Description = "Folder of a release, or az://CONTAINER/PREFIX." };
        var sample = new Option<string?>("--sample") { Description = "Id of a sample, or its first six characters or more." };
        var firstKept = new Option<bool>("--first-kept") { Description = "Print the id of the release's first sample alone, for scripts." };
        var fills = new Option<bool>("--fills") { Description = "In how many samples something was filled, by kind." };
        var document = new Option<string?>("--document")
        {
            Description = "Id of a document, or its first six characters or more: what the release has of it, in reading order.",
        };
        var key = new Option<string[]>("--key") { Description = "With --sample: public key (text or file) that must have signed." };
        var proofs = new Option<string?>("--proofs")
        {
            Description = "With --sample: folder for each event's line and its proof as a file of its own (C2SP tlog-proof).",
        };
        return new Command("inspect", "Tell what became of a release's samples, or the story of one, with its proofs.")
        {
            release, sample, firstKept, fills, document, key, proofs,
        }
            .Does(async (parse, settings, cancel) =>
            {
                var json = parse.GetValue(GlobalOptions.Json);
                var place = parse.GetRequiredValue(release);
                var isWhole = !parse.GetValue(firstKept) && !parse.GetValue(fills) && parse.GetValue(sample) is null
                    && parse.GetValue(document) is null;
                if (isWhole)
                    return await FunnelReport.PrintAsync(
                        place, ReadableRelease.Stores(settings), wasThere: false, report: null, json, cancel);
                var folder = await ReadableRelease.FolderAsync(place, settings, cancel);
                if (parse.GetValue(firstKept))
                    return await FirstKeptAsync(folder, cancel);
                if (parse.GetValue(fills))
                    return await FillReport.PrintAsync(folder, json, cancel);
                if (parse.GetValue(document) is { } id)
                    return await DocumentReport.PrintAsync(folder, id, json, cancel);
                var story = await SampleTrace.ReadAsync(folder, parse.GetValue(sample)!, cancel);
                PublicKey[] keys = [.. (parse.GetValue(key) ?? []).Select(PublicKey.Read)];
                var signature = keys.Length == 0 ? (SignatureState?)null : story.Checkpoint.CheckedWith(keys);
                StoryReport.Print(story, signature, json);
                if (parse.GetValue(proofs) is { } target)
                    await WriteProofsAsync(story, target, cancel);
                return story.Events.All(traced => traced.Proved) && signature is null or SignatureState.Good
                    ? ExitCode.Done
                    : ExitCode.Findings;
            });
    }

    private static async Task WriteProofsAsync(SampleStory story, string folder, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        foreach (var traced in story.Events)
        {
            var stem = Path.Combine(folder, $"{story.Id}.{EnumCode.Of(traced.Event.Phase)}");
            await Durable.WriteAsync(stem + ".json", traced.Bytes, cancel); // without a line feed: these bytes are the leaf
            if (traced.Proof is { } proof)
                await Durable.WriteAsync(stem + ".tlog-proof", Encoding.UTF8.GetBytes(proof.ToText(story.Checkpoint.Bytes)), cancel);
        }
    }

    private static async Task<int> FirstKeptAsync(string folder, CancellationToken cancel)
    {
        using var release = await ReleaseReader.OpenAsync(folder, cancel);
        await foreach (var row in release.RowsAsync(split: null, cancel))
        {
            Console.WriteLine(row.Sample.Id);
            return ExitCode.Done;
        }

        throw new ConfigurationException($"The release {folder} has no sample.");
    }
}
