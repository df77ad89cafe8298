using Mm.Data.Audit;
using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;

namespace Mm.Data.Publish;

/// <summary>
/// The last step: a staging folder becomes a release, whole or not at all. The manifest is written last, and one rename, or in a container
/// one conditional write, makes everything visible; before it, a trainer that looks at the output sees nothing or the release that was
/// there.
/// </summary>
public static class Publisher
{
    /// <exception cref="ConfigurationException">The output holds something else; says what to do.</exception>
    /// <exception cref="EnvironmentException">A file cannot be read or written. The staging folder is kept; the same call may be made
    /// again.</exception>
    public static async Task<PublishResult> PublishAsync(ReleaseDraft draft, CancellationToken cancel)
    {
        var output = ReleaseOutput.At(draft.OutputFolder, draft.OutputBlobs);
        var made = draft.Replace && Directory.Exists(draft.StagingFolder); // else an earlier attempt of this job has moved it there
        if (!made && await IsThereAsync(output, draft, cancel) is { } there)
            return there;
        await output.CheckFreeAsync(draft.Replace, cancel);

        var (manifest, ledger, findings) = await ReleaseBuilder.BuildAsync(draft, cancel);
        if (findings.Count > 0 || manifest.Gates.Any(gate => !gate.Passed))
            return new PublishResult(PublishStatus.Refused, manifest, findings);

        // Digesting took its time: what another has forestalled does not go into the ledger.
        if (!draft.Replace && await IsThereAsync(output, draft, cancel) is { } since)
            return since;
        await output.CheckFreeAsync(draft.Replace, cancel);

        var documents = await WriteDocumentsAsync(draft, manifest, cancel);
        manifest = (await LedgeredAsync(manifest with { Documents = documents }, ledger.Tree, draft, cancel)).Sealed();
        // From here on the staging folder is a whole release, only in another place.
        await Durable.WriteAsync(Path.Combine(draft.StagingFolder, ReleaseManifest.FileName), manifest.ToBytes(), cancel);
        foreach (var folder in Directory.EnumerateDirectories(draft.StagingFolder))
            Durable.SyncFolder(folder);
        return await output.TakeAsync(draft.StagingFolder, manifest, draft.Replace, cancel)
            ? new PublishResult(PublishStatus.Published, manifest, [])
            : new PublishResult(PublishStatus.AlreadyPublished, manifest, []);
    }

    private static async Task<PublishResult?> IsThereAsync(IReleaseOutput output, ReleaseDraft draft, CancellationToken cancel)
    {
        if (await output.ExistingAsync(cancel) is not { } there || there.RunKey != draft.RunKey)
            return null;
        output.MakeDurable();
        return new PublishResult(PublishStatus.AlreadyPublished, there, []);
    }

    /// <summary>
    /// Appends the events and the leaf that closes them to the ledger. Done again after a crash it finds them there and changes nothing.
    /// </summary>
    private static async Task<ReleaseManifest> LedgeredAsync(
        ReleaseManifest manifest, MerkleTree leaves, ReleaseDraft draft, CancellationToken cancel)
    {
        var events = leaves.Count;
        leaves.Add(ReleaseLeaf.Of(manifest));
        var audit = Path.Combine(draft.StagingFolder, ReleasePaths.Audit);
        var place = await ReleaseLog.AppendAsync(draft.Log, draft.RunKey, leaves, audit, cancel);
        var (signed, signature) = (place.Checkpoint, place.Checkpoint.Signatures[0]);
        return manifest with
        {
            Ledger = new LedgerPlace(
                signed.Origin, signature.Hint, place.From, signed.Size, Convert.ToHexStringLower(signed.Root), events),
        };
    }

    private static async Task<IReadOnlyList<ReleaseFile>> WriteDocumentsAsync(
        ReleaseDraft draft, ReleaseManifest manifest, CancellationToken cancel)
    {
        var folder = draft.StagingFolder;
        await Durable.WriteAsync(Path.Combine(folder, ReleasePaths.Card), DatasetCard.Write(manifest), cancel);
        await Durable.WriteAsync(Path.Combine(folder, ReleasePaths.Croissant), Croissant.Write(manifest), cancel);
        await Durable.WriteAsync(Path.Combine(folder, ReleasePaths.Pipeline), draft.Pipeline.ToBytes(), cancel);
        List<string> paths = [ReleasePaths.Card, ReleasePaths.Croissant, ReleasePaths.Pipeline];
        if (draft.Evaluation is { } evaluation)
        {
            await Durable.WriteAsync(Path.Combine(folder, ReleasePaths.Evaluation), evaluation.ToArray(), cancel);
            paths.Add(ReleasePaths.Evaluation);
        }

        var documents = new List<ReleaseFile>();
        foreach (var path in paths)
            documents.Add(await FileDigest.OfAsync(folder, path, cancel));
        return documents;
    }
}
