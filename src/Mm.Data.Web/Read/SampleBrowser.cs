using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Web.Read.Columns;

namespace Mm.Data.Web.Read;

/// <summary>A sample in a list. What is null it has not: only released samples have split, source, modality and caption.</summary>
public sealed record ListedSample(string Id, VerdictKind Verdict, string? Split, string? Source, Modality? Modality, string? Text)
{
    /// <summary>The number that the list was filtered by or asked for.</summary>
    public double? Number { get; init; }

    /// <summary>Whether it has a row, and so something to show.</summary>
    public bool IsReleased => Split is not null;
}

/// <summary>How many samples a filter takes; where counting was given up, there are more than <paramref name="Samples"/>.</summary>
public sealed record SampleCount(long Samples, bool IsAll);

/// <summary>Samples of a release by filter, in order of id, a page at a time. A page costs the same wherever it lies.</summary>
internal sealed class SampleBrowser(ReleaseIndex index)
{
    /// <summary>Nobody counts further than this when it means to look at samples one by one.</summary>
    private const int CountMax = 10_000;

    /// <param name="filter">Which.</param>
    /// <param name="place">Id that the page begins behind; null: at the first.</param>
    /// <param name="isBackwards">The page ends before that id.</param>
    /// <param name="most">Samples on it at most.</param>
    public Keyset<ListedSample> Page(SampleFilter filter, string? place, bool isBackwards, int most)
    {
        var scan = new SampleScan(index, filter);
        var found = new List<long>();
        if (scan.CanMatch && isBackwards)
            FindBefore(scan, place is null ? index.Facts.Samples : index.LowerBound(place), most + 1, found);
        else if (scan.CanMatch)
            FindFrom(scan, place is null ? 0 : Behind(place), most + 1, found);
        var more = found.Count > most;
        if (more)
            found.RemoveAt(isBackwards ? 0 : most);
        var number = index.NumberOf(filter.Feature);
        var hasPlace = place is not null && found.Count > 0; // beyond either end there is nothing to go on from
        return new Keyset<ListedSample>(
            [.. found.Select(at => At(at, number))], isBackwards ? more : hasPlace, isBackwards ? hasPlace : more);
    }

    /// <summary>How many the filter takes, as far as counting is cheap.</summary>
    public SampleCount Count(SampleFilter filter)
    {
        if (filter.IsByVerdict)
            return new SampleCount(Verdicts(filter).Sum(kind => kind.Samples), IsAll: true);
        var scan = new SampleScan(index, filter);
        long count = 0;
        var found = new List<long>();
        for (var block = scan.CanMatch ? scan.Next(0, SampleScan.BlockRows) : default; block.Count > 0;)
        {
            found.Clear();
            scan.Find(block.From, block.Count, found);
            count += found.Count;
            if (count > CountMax)
                return new SampleCount(CountMax, IsAll: false);
            block = scan.Next(block.From + block.Count, SampleScan.BlockRows);
        }

        return new SampleCount(count, IsAll: true);
    }

    /// <summary>The sample at a place.</summary>
    /// <param name="at">Its place.</param>
    /// <param name="number">The number to tell of it; negative: none.</param>
    public ListedSample At(long at, int number = -1)
    {
        var row = index.Places[at];
        var verdict = index.Facts.Verdicts[index.Verdicts[at]];
        var value = number < 0 ? double.NaN : index.Number(number)[at];
        var id = index.Ids[at];
        var listed = row.Part == ReleaseIndex.NoPart
            ? new ListedSample(id, verdict, null, null, null, null)
            : new ListedSample(
                id, verdict, index.Facts.Parts[row.Part].Split, index.Facts.Sources[row.Source], (Modality)row.Modality, index.Texts[at]);
        return listed with { Number = double.IsFinite(value) ? value : null };
    }

    private IEnumerable<VerdictKind> Verdicts(SampleFilter filter) => index.Facts.Verdicts.Where(
        kind => (filter.Outcome is null || kind.Outcome == filter.Outcome)
            && (string.IsNullOrEmpty(filter.Reason) || kind.Reason == filter.Reason));

    private static void FindFrom(SampleScan scan, long from, int most, List<long> found)
    {
        // Small at first: mostly the next samples are the page.
        for (var block = scan.Next(from, 4 * most); block.Count > 0 && found.Count < most;)
        {
            scan.Find(block.From, block.Count, found);
            block = scan.Next(block.From + block.Count, SampleScan.BlockRows);
        }

        if (found.Count > most)
            found.RemoveRange(most, found.Count - most);
    }

    private static void FindBefore(SampleScan scan, long to, int most, List<long> found)
    {
        for (var block = scan.Before(to, 4 * most); block.Count > 0 && found.Count < most;)
        {
            var earlier = new List<long>();
            scan.Find(block.From, block.Count, earlier);
            found.InsertRange(0, earlier);
            block = scan.Before(block.From, SampleScan.BlockRows);
        }

        if (found.Count > most)
            found.RemoveRange(0, found.Count - most);
    }

    private long Behind(string id) => index.LowerBound(id) is var at && at < index.Facts.Samples && index.Ids[at] == id ? at + 1 : at;
}
