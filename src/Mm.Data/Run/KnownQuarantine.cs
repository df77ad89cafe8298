using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Run;

/// <summary>
/// What was in quarantine when the run began, as every worker of the run reads it from the work folder. Poison that lies there is not
/// opened again: it gets the verdict that it got before, so that the release is the same as one whose run had to find it out.
/// </summary>
public sealed class KnownQuarantine
{
    public const string FileName = "quarantine";

    private readonly Dictionary<string, QuarantineRecord> _records;

    private KnownQuarantine(IEnumerable<QuarantineRecord> records) =>
        _records = records.ToDictionary(record => record.SampleId, StringComparer.Ordinal);

    public static KnownQuarantine None { get; } = new([]);

    /// <summary>Writes down what of the pipeline lies in quarantine.</summary>
    public static async Task WriteAsync(RunWorkspace workspace, IEnumerable<QuarantineRecord> records, CancellationToken cancel) =>
        await Durable.WriteAsync(Path.Combine(workspace.Markers, FileName), JsonSerializer.SerializeToUtf8Bytes(records), cancel);

    /// <exception cref="EnvironmentException">The file is damaged.</exception>
    public static KnownQuarantine Read(RunWorkspace workspace)
    {
        var path = Path.Combine(workspace.Markers, FileName);
        try
        {
            return new KnownQuarantine(JsonSerializer.Deserialize<QuarantineRecord[]>(File.ReadAllBytes(path)) ?? []);
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            throw new EnvironmentException($"Cannot read {path}: {e.Message} Run the same command again.", e);
        }
    }

    /// <summary>The verdict that the sample is to get unopened; null: it is tried.</summary>
    public Verdict? Of(string sampleId, Phase phase) =>
        _records.TryGetValue(sampleId, out var record) && record.Phase == phase && !record.IsPutBack && PoisonReasons.Has(record.Reason)
            ? new Verdict(Outcome.Quarantined, record.Stage, record.Reason)
            : null;

    /// <summary>
    /// Stands for the samples among these that were ever put back: work that was done before does not count any more. Empty where there
    /// are none.
    /// </summary>
    public string Stamp(IEnumerable<string> sampleIds)
    {
        if (_records.Count == 0)
            return "";
        var lines = sampleIds.Where(id => _records.TryGetValue(id, out var record) && record.Retries > 0)
            .Select(id => $"{id} {_records[id].Retries}\n");
        var text = string.Concat(lines);
        return text.Length == 0 ? "" : $":{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
    }
}
