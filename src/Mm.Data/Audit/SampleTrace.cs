using System.Text.Json.Serialization;
using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Write;

namespace Mm.Data.Audit;

/// <summary>
/// One event of a sample, where its line stands, and the proof that this line is a leaf of the ledger; null where it is proved not.
/// </summary>
public sealed record TracedEvent(AuditEvent Event, string File, long Line, LeafProof? Proof)
{
    public bool Proved => Proof is not null;

    /// <summary>The line, whose hash is the leaf.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Bytes { get; init; }
}

/// <summary>Where the sample's row lies: part file, and place in it from 0.</summary>
public sealed record RowPlace(string Split, string File, long Index);

/// <summary>The story of one sample, from the release alone.</summary>
public sealed record SampleStory
{
    public required string Id { get; init; }

    /// <summary>In the order of the phases.</summary>
    public required IReadOnlyList<TracedEvent> Events { get; init; }

    /// <summary>The signed root that the proofs lead to.</summary>
    public required Checkpoint Checkpoint { get; init; }

    /// <summary>What was measured; null where the release has no feature row, or who asked knows the numbers.</summary>
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
        using var release = await ReleaseReader.OpenAsync(releaseFolder, cancel);
        return await ReadAsync(release, idOrPrefix, null, cancel);
    }

    /// <summary>The same for whoever tells many stories of one release and knows where rows lie.</summary>
    /// <param name="release">The release.</param>
    /// <param name="idOrPrefix">The id, or its first characters.</param>
    /// <param name="known">What is known already; null: all is searched for.</param>
    /// <param name="cancel">Stops reading.</param>
    /// <exception cref="ConfigurationException">No or several samples have such an id.</exception>
    /// <exception cref="EnvironmentException">A file of the release is damaged.</exception>
    public static async Task<SampleStory> ReadAsync(
        ReleaseReader release, string idOrPrefix, KnownPlaces? known, CancellationToken cancel)
    {
        var found = await new EventSearch(release, known?.Audit).FindAsync(idOrPrefix, cancel);

        // An id that is the beginning of another one is still that id.
        var ids = found.Select(line => line.Line.Event.SampleId).Distinct().Order(StringComparer.Ordinal).ToArray();
        var id = ids.Contains(idOrPrefix) ? idOrPrefix : Single(idOrPrefix, ids);

        var prover = LeafProver.Open(release);
        TracedEvent[] events =
        [
            .. found.Where(line => line.Line.Event.SampleId == id).OrderBy(line => line.Line.Event.Phase).Select(line => new TracedEvent(
                line.Line.Event, line.File, line.Number, prover.Prove(line.Line.Bytes.Span, line.Leaf)) { Bytes = line.Line.Bytes }),
        ];
        return new SampleStory
        {
            Id = id,
            Events = events,
            Checkpoint = prover.Checkpoint,
            Features = known is null ? await FeaturesAsync(release, id, events.FirstOrDefault()?.File, cancel) : null,
            Row = known is not null ? known.Row
                : events.Any(traced => traced.Event is { Phase: Phase.Render, Verdict.Outcome: Outcome.Kept })
                    ? await RowAsync(release, id, cancel)
                    : null,
        };
    }

    private static string Single(string prefix, string[] ids) => ids.Length switch
    {
        1 => ids[0],
        0 => throw new ConfigurationException($"The release has no sample {prefix}. Ids stand in the column id of its Parquet files."),
        _ => throw new ConfigurationException(
            $"{ids.Length} samples begin with {prefix}: {string.Join(", ", ids.Take(ListedMax))}"
            + $"{(ids.Length > ListedMax ? ", ..." : "")}. Give more characters."),
    };

    /// <summary>The feature file of the same shard is tried first.</summary>
    private static async Task<MeasuredSample?> FeaturesAsync(ReleaseReader release, string id, string? audit, CancellationToken cancel)
    {
        var number = audit is null ? "" : Path.GetFileNameWithoutExtension(audit).Split('-')[^1];
        var likely = $"-{number}.";
        foreach (var file in release.Manifest.Features.OrderByDescending(file => file.Path.Contains(likely, StringComparison.Ordinal)))
        {
            var path = release.FileOf(file);
            var kernel = await FeatureFile.ReadAsync(path, _ => false, cancel); // ids alone
            if (kernel.Rows.Any(row => row.Id == id))
                return (await FeatureFile.ReadAsync(path, cancel)).Rows.First(row => row.Id == id);
        }

        return null;
    }

    /// <summary>Part files of a split follow one another in order of id; where that finds nothing, each is looked at.</summary>
    private static async Task<RowPlace?> RowAsync(ReleaseReader release, string id, CancellationToken cancel)
    {
        var looked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var split in release.Manifest.Shards.GroupBy(shard => shard.Split))
        {
            ShardFile[] shards = [.. split];
            var (low, high) = (0, shards.Length - 1);
            while (low < high)
            {
                var middle = (low + high + 1) / 2;
                var first = await SampleFile.ReadIdsAsync(release.FileOf(shards[middle]), cancel)
                    .FirstOrDefaultAsync(cancel);
                (low, high) = string.CompareOrdinal(first, id) <= 0 ? (middle, high) : (low, middle - 1);
            }

            looked.Add(shards[low].Path);
            if (await RowInAsync(release, shards[low], id, cancel) is { } place)
                return place;
        }

        foreach (var shard in release.Manifest.Shards.Where(shard => looked.Add(shard.Path)))
        {
            if (await RowInAsync(release, shard, id, cancel) is { } place)
                return place;
        }

        return null;
    }

    private static async Task<RowPlace?> RowInAsync(ReleaseReader release, ShardFile shard, string id, CancellationToken cancel)
    {
        long index = 0;
        await foreach (var rowId in SampleFile.ReadIdsAsync(release.FileOf(shard), cancel))
        {
            if (rowId == id)
                return new RowPlace(shard.Split, shard.Path, index);
            index++;
        }

        return null;
    }
}
