using System.Text.Json;
using System.Text.Json.Nodes;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Publish;

namespace Mm.Data.Audit;

/// <summary>
/// Whether the gates that an evaluation measured are those that the manifest states. No model runs: the figures are taken as they are.
/// </summary>
internal static class EvaluationAgreement
{
    public static bool Holds(string folder, ReleaseManifest manifest)
    {
        Gate[] stated = [.. manifest.Gates.Where(gate => gate.Name.StartsWith(Gate.Evaluated, StringComparison.Ordinal))];
        if (manifest.Documents.All(document => document.Path != ReleasePaths.Evaluation))
            return stated.Length == 0;
        var file = Path.Combine(folder, ReleasePaths.Evaluation);
        if (!File.Exists(file))
            return true; // told as missing
        try
        {
            var measured = JsonNode.Parse(File.ReadAllBytes(file))?["gates"].Deserialize<Gate[]>(PipelineJson.Options);
            return measured is not null && measured.SequenceEqual(stated);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
