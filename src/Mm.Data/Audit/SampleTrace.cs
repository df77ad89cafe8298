using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Write;

namespace Mm.Data.Audit;

/// <summary>
/// One event of a sample, where its line stands, and whether that line is proved to be in the ledger whose root the manifest
/// states.
/// </summary>
public sealed record TracedEvent(AuditEvent Event, string File, long Line, bool Proved);

/// <summary>Where the sample's row lies: part file, and place in it from 0.</summary>
public sealed record RowPlace(string Split, string File, long Index);

/// <summary>The story of one sample, from the release alone.</summary>
public sealed record SampleStory
{
    public required string Id { get; init; }

    /// <summary>In the order of the phases.</summary>
    public required IReadOnlyList<TracedEvent> Events { get; init; }

    /// <summary>What was measured; null where the release has no feature row.</summary>
    public MeasuredSample? Features { get; init; }

    /// <summary>Null for a sample that is not in the release.</summary>
    public RowPlace? Row { get; init; }

    /// <summary>The sample that was kept in place of this one; null where it is no duplicate.</summary>
    public string? DuplicateOf => Code("duplicate-of");

    public string? Split => Code("split");

    private string? Code(string role) =>
        Events.Select(traced => traced.Event.Codes.GetValueOrDefault(role)).FirstOrDefault(code => code is not null);
}

/// <summary>Finds one sample in a release and tells its way.</summary>
public static class SampleTrace
{
    /// <summary>The fewest characters of an id that name a sample.</summary>
    public const int PrefixLengthMin = 6;

    private const int ListedMax = 10;

    /// <param name="releaseFolder">A published release.</param>
    /// <param name="idOrPrefix">The id, or its first characters, six at least.</param>
    /// <param name="cancel">Stops reading.</param>
    /// <exception cref="ConfigurationException">No release lies there, or no or several samples have such an id.</exception>
    /// <exception cref="EnvironmentException">A file of the release is damaged.</exception>
    public static async Task<SampleStory> ReadAsync(string releaseFolder, string idOrPrefix, CancellationToken cancel)
    {
        if (idOrPrefix.Length < PrefixLengthMin)
            throw new ConfigurationException($"The sample id {idOrPrefix} is too short: give at least {PrefixLengthMin} characters.");
        var release = await ReleaseReader.OpenAsync(releaseFolder, cancel);
        var tree = new MerkleTree();
        var found = await FindAsync(release, idOrPrefix, tree, cancel);
        var id = Single(idOrPrefix, [.. found.Select(line => line.Line.Event.SampleId).Distinct().Order(StringComparer.Ordinal)]);

        var root = Convert.FromHexString(release.Manifest.Ledger.Root);
        TracedEvent Trace(FoundLine line) => new(line.Line.Event, line.File, line.Number, MerkleTree.Verify(
            MerkleTree.LeafHash(line.Line.Bytes.Span), line.Leaf, tree.Count, tree.Prove(line.Leaf), root));
        return new SampleStory
        {
            Id = id,
            Events = [.. found.Where(line => line.Line.Event.SampleId == id).Select(Trace).OrderBy(traced => traced.Event.Phase)],
            Features = await FeaturesAsync(release, id, cancel),
            Row = await RowAsync(release, id, cancel),
        };
    }

    private static async Task<List<FoundLine>> FindAsync(ReleaseReader release, string prefix, MerkleTree tree, CancellationToken cancel)
    {
        var found = new List<FoundLine>();
        foreach (var file in release.Manifest.Audit)
        {
            long number = 0;
            try
            {
                await foreach (var line in AuditFile.ReadAsync(Path.Combine(release.Folder, file.Path), cancel))
                {
                    number++;
                    if (line.Event.SampleId.StartsWith(prefix, StringComparison.Ordinal))
                        found.Add(new FoundLine(line, file.Path, number, (int)tree.Count));
                    tree.Add(line.Bytes.Span);
                }
            }
            catch (FormatException e)
            {
                throw new EnvironmentException($"{file.Path} of the release cannot be read: {e.Message} Run verify to see the rest.", e);
            }
        }

        // An id that is the beginning of another one is still that id.
        return found.Any(line => line.Line.Event.SampleId == prefix) ? [.. found.Where(line => line.Line.Event.SampleId == prefix)] : found;
    }

    private static string Single(string prefix, string[] ids) => ids.Length switch
    {
        1 => ids[0],
        0 => throw new ConfigurationException($"The release has no sample {prefix}. Ids stand in the column id of its Parquet files."),
        _ => throw new ConfigurationException(
            $"{ids.Length} samples begin with {prefix}: {string.Join(", ", ids.Take(ListedMax))}"
            + $"{(ids.Length > ListedMax ? ", ..." : "")}. Give more characters."),
    };

    private static async Task<MeasuredSample?> FeaturesAsync(ReleaseReader release, string id, CancellationToken cancel)
    {
        await foreach (var table in release.FeaturesAsync(cancel))
        {
            if (table.Rows.FirstOrDefault(row => row.Id == id) is { } row)
                return row;
        }

        return null;
    }

    private static async Task<RowPlace?> RowAsync(ReleaseReader release, string id, CancellationToken cancel)
    {
        foreach (var shard in release.Manifest.Shards)
        {
            long index = 0;
            await foreach (var rowId in SampleFile.ReadIdsAsync(Path.Combine(release.Folder, shard.Path), cancel))
            {
                if (rowId == id)
                    return new RowPlace(shard.Split, shard.Path, index);
                index++;
            }
        }

        return null;
    }

    private sealed record FoundLine(AuditLine Line, string File, long Number, int Leaf);
}
