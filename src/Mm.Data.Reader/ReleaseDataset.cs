using System.Security.Cryptography;
using System.Text;
using Mm.Data.Reader.Files;
using Mm.Data.Reader.Order;

namespace Mm.Data.Reader;

/// <summary>A split of a release, open for reading. One object serves any number of sequences at once.</summary>
public sealed class ReleaseDataset
{
    private readonly ReleaseFolder _release;
    private readonly IReadOnlyList<RowGroup> _groups;
    private readonly FileCheck _check;
    private readonly byte[] _fingerprint;

    private ReleaseDataset(
        ReleaseFolder release, IReadOnlyList<RowGroup> groups, IReadOnlyList<string> columns, FileCheck check, byte[] fingerprint) =>
        (_release, _groups, Columns, _check, _fingerprint) = (release, groups, columns, check, fingerprint);

    /// <summary>Digest of the release's manifest, 64 hex digits: note it beside the trained model.</summary>
    public string Digest => _release.Digest;

    /// <summary>The columns that are read, in file order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Rows of the split that may be read: those of the manifest less the revoked ones.</summary>
    public long Rows => _groups.Sum(group => (long)group.Live.Count);

    /// <summary>Opens a release that lies in <paramref name="folder"/>: reads its manifest, the footers of the split's files, and the lists
    /// of revoked rows.</summary>
    /// <exception cref="ReaderException">See <see cref="ReaderProblem"/>.</exception>
    public static async Task<ReleaseDataset> OpenAsync(string folder, DatasetOptions options, CancellationToken cancel)
    {
        var release = await ReleaseFolder.OpenAsync(folder, cancel);
        if (options.Digest is { } wanted && !string.Equals(wanted, release.Digest, StringComparison.OrdinalIgnoreCase))
        {
            throw new ReaderException(
                ReaderProblem.NoRelease, $"The release in {folder} is {release.Digest} and not {wanted}. Name the one that was meant.");
        }

        var unknown = options.Columns?.Except(release.Columns).ToArray() ?? [];
        if (unknown.Length > 0)
        {
            throw new ReaderException(
                ReaderProblem.BadOption,
                $"The release has no column {string.Join(", ", unknown)}. It has: {string.Join(", ", release.Columns)}.");
        }

        var revoked = await Revocations.ReadAsync(folder, options.RevocationFiles, cancel);
        var groups = await new GroupLister(release, options.Check, revoked).ListAsync(options.Split, cancel);
        var columns = release.Columns.Where(column => options.Columns?.Contains(column) ?? true).ToArray();
        var name = SHA256.HashData([.. Encoding.UTF8.GetBytes($"{release.Digest}/{options.Split}/"), .. revoked.Digest()]);
        return new ReleaseDataset(release, groups, columns, options.Check, name[..PlaceToken.DatasetBytes]);
    }

    /// <summary>The rows of one consumer in an epoch's order.</summary>
    /// <exception cref="ReaderException">A value is outside its range.</exception>
    public RowSequence Read(ReadOrder order, Consumer consumer)
    {
        order.Check();
        return From(new PlaceToken(_fingerprint, order, 0), consumer);
    }

    /// <summary>
    /// What is left of an epoch behind the row that gave <paramref name="token"/>, for one consumer. All consumers go on from tokens of the
    /// same step; there may be more or fewer of them than before, and the global order stays.
    /// </summary>
    /// <exception cref="ReaderException">The token is none, or belongs to another release, split or list of revoked rows.</exception>
    public RowSequence Resume(string token, Consumer consumer)
    {
        var place = PlaceToken.Parse(token);
        place.Order.Check();
        return place.Dataset.AsSpan().SequenceEqual(_fingerprint)
            ? From(place, consumer)
            : throw new ReaderException(
                ReaderProblem.BadToken,
                "The token belongs to another release or split, or the list of revoked rows has changed since. Start the epoch anew.");
    }

    /// <summary>The documents of a release of documents, each put together from its rows, for one consumer.</summary>
    /// <exception cref="ReaderException">The release is of none, or their columns are not read.</exception>
    public DocumentSequence ReadDocuments(Consumer consumer)
    {
        consumer.Check();
        var missing = DocumentSequence.Columns.Except(Columns).ToArray();
        if (missing.Length > 0)
        {
            throw new ReaderException(
                ReaderProblem.BadOption,
                $"Documents need the columns {string.Join(", ", missing)}: name them in Columns, or read a release of documents.");
        }

        return new DocumentSequence(Read(new ReadOrder { Shuffle = false }, new Consumer()), consumer);
    }

    private RowSequence From(PlaceToken start, Consumer consumer)
    {
        consumer.Check();
        var plan = new EpochPlan(_groups, start.Order);
        return new RowSequence(plan, new PartReaders(_release, _check, Columns), start, consumer);
    }
}
