using System.Globalization;
using System.Text;
using System.Text.Json;
using Mm.Data.Audit;
using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Spectre.Console;

namespace Mm.Data.App.Reports;

/// <summary>Prints the story of one sample.</summary>
internal static class StoryReport
{
    public static void Print(SampleStory story, SignatureState? signature, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                new
                {
                    story.Id,
                    story.Events,
                    story.Row,
                    story.DuplicateOf,
                    story.Split,
                    signature,
                    checkpoint = Encoding.UTF8.GetString(story.Checkpoint.Bytes),
                },
                PipelineJson.Options));
            return;
        }

        AnsiConsole.MarkupLineInterpolated($"[bold]{story.Id}[/]");
        foreach (var traced in story.Events)
            Print(traced);
        Console.WriteLine(story.Row is { } row
            ? $"row {row.Index} of {row.File} ({row.Split})"
            : "not in the release");
        var signed = story.Checkpoint;
        Console.WriteLine($"checkpoint {signed.Origin} of {signed.Size} leaves, root {Convert.ToHexStringLower(signed.Root)}");
        Console.WriteLine($"    {Told(signature)} {string.Join(", ", signed.Signatures.Select(one => one.Hint))}");
    }

    private static string Told(SignatureState? state) => state switch
    {
        null => "signed, it says (give --key to check), by",
        SignatureState.Good => "signed by a given key:",
        SignatureState.Bad => "WRONGLY SIGNED, in the name of a given key:",
        _ => "NOT SIGNED BY A GIVEN KEY, but by",
    };

    private static void Print(TracedEvent traced)
    {
        var (phase, verdict) = (EnumCode.Of(traced.Event.Phase), traced.Event.Verdict);
        var proof = traced.Proof is { } found
            ? $"leaf {found.Index} of the ledger, proved by {found.Hashes.Count} hashes"
            : "NOT PROVED TO BE IN THE LEDGER";
        var decision = $"{EnumCode.Of(verdict.Outcome)} by {verdict.Stage} ({verdict.Reason})";
        AnsiConsole.MarkupLineInterpolated($"[bold]{phase}[/]: {decision}; {traced.File} line {traced.Line}, {proof}");
        foreach (var (role, digest) in traced.Event.Digests)
            Console.WriteLine($"    {role,-28} {digest}");
        foreach (var (role, code) in traced.Event.Codes)
            Console.WriteLine($"    {role,-28} {code}");
        foreach (var (name, value) in traced.Event.Facts)
            Console.WriteLine($"    {name,-28} {value.ToString("0.######", CultureInfo.InvariantCulture)}");
        foreach (var redaction in traced.Event.Redactions)
            Print("filled", redaction);
        foreach (var obfuscation in traced.Event.Obfuscations)
            Print("obfuscated", obfuscation);
    }

    private static void Print(string how, Redaction redaction)
    {
        var region = string.Join(", ", redaction.Region.Select(r => r.ToString("0.###", CultureInfo.InvariantCulture)));
        Console.WriteLine($"    {$"{how} {redaction.Kind}",-28} {redaction.Where} [{region}]");
    }
}
