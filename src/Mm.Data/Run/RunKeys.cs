using System.Security.Cryptography;
using System.Text;
using Mm.Data.Measure;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Run;

/// <summary>Names of runs, from what decides their bytes. No clock, no counter: the same command finds its earlier work.</summary>
public static class RunKeys
{
    /// <summary>Raised whenever the code changes what it writes, so that old shards are not taken for new ones.</summary>
    public const int FormatVersion = 5;

    /// <summary>
    /// Digest of everything that decides the bytes of a release: pipeline, input, models and their device, the key of keyed redaction,
    /// format. 64 hex digits.
    /// </summary>
    public static string Release(
        PipelineDefinition definition, RunPlan plan, IEnumerable<ModelUse> models, RedactionKey? key, KnownReleases known) => Digest(
    [
        $"mm.data/release/{FormatVersion}", definition.Fingerprint, plan.Digest, .. Digests(models),
        .. key is null ? Array.Empty<string>() : [$"key {key.Id}"], .. known.Digests,
    ]);

    /// <summary>The settings' key where the pipeline needs one: a key that changes nothing changes no name.</summary>
    public static RedactionKey? KeyOf(PipelineDefinition definition, RedactionKey? key) =>
        definition.Render.Text.Any(rule => TextRule.NeedsKey(rule.With))
        || definition.Measure.Any(entry => entry.Stage == CaptionHashesStage.Name)
            ? key
            : null;

    /// <summary>The run that makes a release at one place; 32 hex digits. Carried by jobs and shown on pages.</summary>
    public static string Run(string releaseKey, string output) =>
        Digest("mm.data/run", releaseKey, Path.TrimEndingDirectorySeparator(BlobAddress.Full(output)))[..32];

    private static IEnumerable<string> Digests(IEnumerable<ModelUse> models) =>
        models.Select(m => m.Device == "cpu" ? m.Digest : $"{m.Digest} on {m.Device}").Order(StringComparer.Ordinal);

    private static string Digest(params string[] parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))));
}
