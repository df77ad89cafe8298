using System.Collections.Concurrent;
using Mm.Data.Pipeline;
using Mm.Data.Publish;

namespace Mm.Data.Audit;

/// <summary>
/// Holds a release against itself, offline and from its files alone: every byte against the manifest, every count against the events,
/// every row against its event, every event against the signed ledger. Files whose digest is wrong are read all the same, to name the
/// rows that differ. Files are read in parallel.
/// </summary>
public sealed class Verifier
{
    private readonly string _folder;
    private readonly ReleaseManifest _manifest;
    private readonly ConcurrentBag<Finding> _findings = [];
    private readonly ConcurrentDictionary<string, long> _checked = new(StringComparer.Ordinal);
    private readonly List<string> _notChecked = [VerifyReport.SourceUnchecked, VerifyReport.ModelsUnchecked, VerifyReport.ScoresUnchecked];

    private readonly VerifyOptions _options;

    private Verifier(string folder, ReleaseManifest manifest, VerifyOptions options) =>
        (_folder, _manifest, _options) = (folder, manifest, options);

    /// <exception cref="ConfigurationException">No release lies there.</exception>
    /// <exception cref="EnvironmentException">The machine cannot read a file.</exception>
    public static async Task<VerifyReport> VerifyAsync(string releaseFolder, VerifyOptions options, CancellationToken cancel)
    {
        using var pin = await ReleasePin.OpenAsync(releaseFolder, known: null, cancel);
        var bytes = pin.ManifestBytes!;
        try
        {
            var manifest = ReleaseManifest.Parse(bytes);
            var verifier = new Verifier(pin.Folder, manifest, options);
            if (!manifest.ToBytes().AsSpan().SequenceEqual(bytes))
                verifier.Report("manifest-digest", ReleaseManifest.FileName, "Its bytes are not those that its own digest speaks for.");
            return await verifier.RunAsync(cancel);
        }
        catch (FormatException e)
        {
            var finding = new Finding("manifest-invalid", ReleaseManifest.FileName, e.Message);
            return new VerifyReport([finding], new Dictionary<string, long>(), ["Everything else: the manifest cannot be read."]);
        }
    }

    private async Task<VerifyReport> RunAsync(CancellationToken cancel)
    {
        CheckNames();
        var others = _manifest.Files().Except(_manifest.Shards.Where(Exists)).DistinctBy(file => file.Path);
        await Parallel.ForEachAsync(others, cancel, CheckBytesAsync);
        DocumentAgreement.Check(_folder, _manifest, Report);
        var ledger = await Ledger.ReadDamagedAsync(_folder, _manifest.Audit.Select(file => file.Path), Report, cancel);
        var check = new LedgerCheck(_folder, _manifest, _options, Report, _notChecked);
        await check.RunAsync(ledger, cancel);
        Count("tiles", check.Tiles);
        foreach (var finding in ledger.Check().Concat(ManifestAgreement.Check(_manifest, ledger)))
            _findings.Add(finding);
        await CheckRowsAsync(ledger, cancel);

        Finding[] findings =
        [
            .. _findings.Distinct().OrderBy(finding => finding.Where, StringComparer.Ordinal)
                .ThenBy(finding => finding.Code, StringComparer.Ordinal).ThenBy(finding => finding.Message, StringComparer.Ordinal),
        ];
        return new VerifyReport(findings, new SortedDictionary<string, long>(_checked, StringComparer.Ordinal), _notChecked);
    }

    private void CheckNames()
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in _manifest.AllPaths().Where(path => !named.Add(path)))
            Report("file-twice", path, "The manifest names it twice.");

        foreach (var path in ReleasePaths.Files(_folder).Where(path => !named.Contains(path)))
            Report("file-extra", path, "The manifest does not name it.");
    }

    private async ValueTask CheckBytesAsync(ReleaseFile file, CancellationToken cancel)
    {
        if (!File.Exists(Path.Combine(_folder, file.Path)))
        {
            Report("file-missing", file.Path, "The manifest names it.");
            return;
        }

        CheckBytes(file, await FileDigest.OfAsync(_folder, file.Path, cancel));
    }

    private void CheckBytes(ReleaseFile file, ReleaseFile actual)
    {
        Count("files", 1);
        Count("bytes", actual.Bytes);
        if (actual.Bytes != file.Bytes)
            Report("file-size", file.Path, $"{actual.Bytes} bytes, and the manifest says {file.Bytes}.");
        if (actual.Sha256 != file.Sha256)
            Report("file-digest", file.Path, "Its SHA-256 is not that of the manifest.");
    }

    private async Task CheckRowsAsync(Ledger ledger, CancellationToken cancel)
    {
        Count("events", ledger.Tree.Count);
        Count("samples", ledger.Samples.Count);
        var rows = new RowAgreement(ledger);
        var check = new RowCheck(_folder, rows, Report, Count);
        await Parallel.ForEachAsync(
            _manifest.Shards.Where(Exists), cancel, async (shard, stop) => CheckBytes(shard, await check.ShardAsync(shard, stop)));
        await Parallel.ForEachAsync(_manifest.Features.Where(Exists), cancel, check.FeaturesAsync);
        foreach (var finding in rows.Finish())
            _findings.Add(finding);
    }

    private bool Exists(ReleaseFile file) => File.Exists(Path.Combine(_folder, file.Path));

    private void Report(string code, string where, string message) => _findings.Add(new Finding(code, where, message));

    private void Count(string what, long number) => _checked.AddOrUpdate(what, number, (_, before) => before + number);
}
