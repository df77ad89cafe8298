using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Source.Clips;
using Mm.Data.Source.Documents;

namespace Mm.Data.Source;

/// <summary>Lists a source, digests every asset and caption once, streaming, and cuts the samples into shards.</summary>
public static class Planner
{
    private const int BufferBytes = 1 << 17;

    /// <summary>As many files at a time as there are cores, two at least; memory is a buffer and a caption each.</summary>
    /// <exception cref="ConfigurationException">The source is malformed, or holds no sample.</exception>
    /// <exception cref="EnvironmentException">Files that cannot be read, or that changed meanwhile: all of them at once.</exception>
    public static async Task<RunPlan> PlanAsync(ISource source, ShardOptions shards, CancellationToken cancel)
    {
        var census = new SourceCensus();
        var entries = new List<SourceEntry>();
        await foreach (var entry in source.ListAsync(census, cancel))
            entries.Add(entry);
        if (entries.Count == 0)
            throw Empty(census);

        var digested = await DigestAsync(entries, cancel);
        foreach (var fault in digested.Select(one => one.CaptionFault).OfType<string>())
            census.Ignore(fault);

        var samples = Name(digested);
        return Cut(samples, shards, census);
    }

    /// <summary>The plan of samples that stand in order already.</summary>
    internal static RunPlan Cut(PlannedSample[] samples, ShardOptions shards, SourceCensus census)
    {
        var cut = Cut(samples, shards.Samples);
        var digest = Digest(cut.Select(shard => shard.Digest));
        return new RunPlan { Samples = samples, Shards = cut, Census = census, Digest = digest };
    }

    private static async Task<Digested[]> DigestAsync(List<SourceEntry> entries, CancellationToken cancel)
    {
        var digested = new Digested[entries.Count];
        var unreadable = new ConcurrentBag<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(2, Environment.ProcessorCount), CancellationToken = cancel };
        await Parallel.ForAsync(0, entries.Count, options, async (index, stop) =>
        {
            try
            {
                digested[index] = await DigestAsync(entries[index], stop);
            }
            catch (EnvironmentException e) when (e.Fault is not EnvironmentFault.ServiceAway) // which no other file would fare better with
            {
                unreadable.Add(entries[index].Key);
            }
        });
        return unreadable.IsEmpty ? digested : throw Unreadable.Describe("file", unreadable);
    }

    private static async ValueTask<Digested> DigestAsync(SourceEntry entry, CancellationToken cancel)
    {
        if (entry is DocumentEntry row)
            return new Digested(entry, row.Picture, row.Text, null); // its document was read when it was listed
        if (entry is ClipEntry clip)
            return await DigestAsync(clip, cancel);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var stream = await entry.OpenAssetAsync(cancel);
            var total = 0L;
            while (await stream.ReadAsync(buffer, cancel) is var read and > 0)
            {
                hash.AppendData(buffer, 0, read);
                total += read;
            }

            if (total != entry.AssetBytes)
                throw new EnvironmentException("Its file changed while it was read.", EnvironmentFault.SourceChanged);
            var caption = entry is LocatedEntry located
                ? await located.Place.ReadAsync(cancel)
                : new Caption(await entry.ReadCaptionAsync(cancel), null);
            var words = caption.Words ?? await entry.ReadTranscriptAsync(cancel);
            return new Digested(
                entry, new Sha256Digest(hash.GetHashAndReset()), PlannedSample.DigestCaption(caption.Text, words), caption.Fault);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Its film was cut when it was listed; the caption and its words are read now.</summary>
    private static async ValueTask<Digested> DigestAsync(ClipEntry clip, CancellationToken cancel)
    {
        var caption = await clip.Caption.ReadAsync(cancel);
        var words = await clip.ReadTranscriptAsync(cancel);
        return new Digested(clip, clip.ClipDigest, PlannedSample.DigestCaption(caption.Text, words), caption.Fault);
    }

    // Samples with the same content are interchangeable, so the order of their keys may number them.
    private static PlannedSample[] Name(Digested[] digested)
    {
        var samples = digested
            .GroupBy(IdOf, StringComparer.Ordinal)
            .SelectMany(same => same
                .OrderBy(one => one.Entry.Key, StringComparer.Ordinal)
                .Select((one, n) => new PlannedSample(SampleId.Numbered(same.Key, n + 1), one.Entry, one.Asset, one.Caption)))
            .ToArray();
        Array.Sort(samples, (a, b) => string.CompareOrdinal(a.Id, b.Id));
        return samples;
    }

    private static string IdOf(Digested one) => one.Entry switch
    {
        DocumentEntry row => DocumentPlace.IdOf(row.Digest.ToString(), row.Place.Position),
        ClipEntry clip => ClipPlace.IdOf(clip.Digest.ToString(), clip.Place.Number),
        _ => SampleId.Of(one.Asset.ToString(), one.Caption.ToString()),
    };

    private static List<ShardPlan> Cut(PlannedSample[] samples, int size)
    {
        var shards = new List<ShardPlan>();
        for (var first = 0; first < samples.Length; first += size)
        {
            var part = new ArraySegment<PlannedSample>(samples, first, Math.Min(size, samples.Length - first));
            var digest = Digest(part.SelectMany(sample => new[] { sample.Id, sample.AssetSha256, sample.CaptionSha256 }));
            shards.Add(new ShardPlan(shards.Count, first, part.Count, digest));
        }

        return shards;
    }

    private static string Digest(IEnumerable<string> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in lines)
            hash.AppendData(Encoding.ASCII.GetBytes(line + "\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static ConfigurationException Empty(SourceCensus census)
    {
        var ignored = string.Join(", ", census.Ignored.Select(pair => $"{pair.Key} {pair.Value}"));
        return new ConfigurationException(
            $"The input holds no sample ({(ignored.Length == 0 ? "it is empty" : "ignored: " + ignored)}). " +
            "Point --input at images, videos or sound.");
    }

    private sealed record Digested(SourceEntry Entry, Sha256Digest Asset, Sha256Digest Caption, string? CaptionFault);
}
