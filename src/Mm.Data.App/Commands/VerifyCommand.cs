using System.CommandLine;
using Mm.Data.App.Hosting;
using Mm.Data.App.Reports;
using Mm.Data.Audit;
using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata verify</c>: everything a release says about itself, checked from its folder alone.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<string> Release = new("release") { Description = "Folder of a release, or az://CONTAINER/PREFIX." };

    private static readonly Option<string[]> Key = new("--key")
    {
        Description = "Public key (text or file) that must have signed; may be given again where the key was changed.",
    };

    private static readonly Option<string?> Kept = new("--checkpoint")
    {
        Description =
            "A checkpoint of an earlier release: its file, or that release (folder or az://CONTAINER/PREFIX). The ledger must continue it.",
    };

    private static readonly Option<bool> Offline = new("--offline")
    {
        Description = "No network: refused with az://, and accepted for scripts, as a folder is never checked with one.",
    };

    public static Command Create() =>
        new Command("verify", "Check a release: signature, ledger, every file, row and event, card and numbers.")
        {
            Release, Key, Kept, Offline, Reproducing.Samples, Reproducing.Source, Reproducing.Pipeline, Reproducing.Set, Reproducing.Seed,
        }
        .Does(async (parse, settings, cancel) =>
        {
            var place = parse.GetRequiredValue(Release);
            if (parse.GetValue(Offline) && BlobAddress.IsOne(place))
                throw new ConfigurationException("verify --offline uses no network: take a copy first with mmdata copy, and check that.");
            var options = new VerifyOptions
            {
                Keys = [.. (parse.GetValue(Key) ?? []).Select(PublicKey.Read)],
                Checkpoint = parse.GetValue(Kept) is { } kept ? await ReadCheckpointAsync(kept, settings, cancel) : null,
            };
            Reproducing.Asked(parse, place);
            var report = await ReadableRelease.AsItIsAsync(place, settings, async folder =>
            {
                var found = await Verifier.VerifyAsync(folder, options, cancel);
                return Reproducing.Asked(parse, folder) is { } asked && found.Checked.Count > 0
                    ? found.With(await Reproducing.RunAsync(asked, settings, cancel))
                    : found;
            }, cancel);
            VerifyPrinter.Print(report, parse.GetValue(GlobalOptions.Json));
            return !report.Holds ? ExitCode.Findings
                : report.Reproduction is { IsEmpty: true } ? ExitCode.Environment
                : ExitCode.Done;
        });

    private static async Task<Checkpoint> ReadCheckpointAsync(string path, AppSettings settings, CancellationToken cancel)
    {
        if (BlobAddress.IsOne(path))
        {
            using var release = await ReadableRelease.OpenAsync(path, settings, cancel);
            return Parsed(release.CheckpointBytes(), path);
        }

        var file = Directory.Exists(path) ? Path.Combine(path, ReleasePaths.Audit, ReleaseLogFiles.Checkpoint) : path;
        try
        {
            return Parsed(await File.ReadAllBytesAsync(file, cancel), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NoCheckpoint(file, e.Message);
        }
    }

    private static Checkpoint Parsed(byte[] bytes, string place)
    {
        try
        {
            return Checkpoint.Parse(bytes);
        }
        catch (FormatException e)
        {
            throw NoCheckpoint(place, e.Message);
        }
    }

    private static ConfigurationException NoCheckpoint(string place, string why) =>
        new($"--checkpoint {place}: {why} Give the file audit/checkpoint of an earlier release.");
}
