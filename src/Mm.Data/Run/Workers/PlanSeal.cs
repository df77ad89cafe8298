using System.Security.Cryptography;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Source;
using Mm.Data.Storage;

namespace Mm.Data.Run.Workers;

/// <summary>
/// Shares a run's plan with other workers through its work folder, sealed under <c>State:Key</c>: it names files and holds digests of
/// captions, from which a short one could be guessed (law 9). Without a key nothing is written, and nothing is found (ADR 0014).
/// </summary>
public sealed class PlanSeal(StateOptions state, Stores stores)
{
    private const string Name = "plan.sealed";
    private readonly byte[]? _key = SecretKey.Read("State", "Key", state.Key, state.KeyFile);

    public async Task WriteAsync(RunWorkspace workspace, string releaseKey, RunPlan plan, CancellationToken cancel)
    {
        if (_key is null || state.Database is not StateDatabase.Postgresql)
            return;
        await Durable.WriteAsync(PathIn(workspace), async stream =>
        {
            await using var seal = new SealingStream(stream, _key, releaseKey);
            PlanFile.Write(seal, plan);
        }, cancel);
    }

    /// <summary>Null: there is none, or it is none of this key: the input has to be listed.</summary>
    /// <param name="workspace">The run's.</param>
    /// <param name="releaseKey">The run's.</param>
    /// <param name="shards">How samples are cut into shards.</param>
    /// <param name="shelves">What takes files apart.</param>
    /// <param name="cancel">Stops reading.</param>
    public async Task<RunPlan?> ReadAsync(
        RunWorkspace workspace, string releaseKey, ShardOptions shards, PartShelves shelves, CancellationToken cancel)
    {
        if (_key is null || !File.Exists(PathIn(workspace)))
            return null;
        try
        {
            await using var stream = new UnsealingStream(File.OpenRead(PathIn(workspace)), _key, releaseKey);
            return await Task.Run(() => PlanFile.Read(stream, shards, stores.FilesOf, shelves), cancel);
        }
        catch (Exception e) when (e is IOException or CryptographicException or InvalidDataException)
        {
            return null;
        }
    }

    private static string PathIn(RunWorkspace workspace) => Path.Combine(workspace.Markers, Name);
}
