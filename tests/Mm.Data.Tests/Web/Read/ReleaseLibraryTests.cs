using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Storage;
using Mm.Data.Tests.Kit;
using Mm.Data.Web.Read;
using Mm.Data.Write;
using Xunit;

namespace Mm.Data.Tests.Web.Read;

/// <summary>What pages tell of a release equals what is counted on the release itself.</summary>
public sealed class ReleaseLibraryTests : IAsyncLifetime
{
    private const int Samples = 700;
    private readonly Dictionary<string, MeasuredSample> _measured = [];
    private readonly Dictionary<string, ReleaseRow> _rows = [];
    private ShownRelease _shown = null!;
    private ReleaseLibrary _library = null!;
    private IndexedRelease _release = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _shown = await ShownRelease.MakeAsync(Samples, number => $"Row {number}: {(number % 3 == 0 ? "a Ship on the SEA" : "a house")}");
        _library = new ReleaseLibrary(_shown.Catalog, _shown.State, Stores.Local, TimeProvider.System);
        _release = await OpenAsync();
        using var reader = await ReleaseReader.OpenAsync(_shown.Folder, Cancel);
        await foreach (var table in reader.FeaturesAsync(Cancel))
        {
            foreach (var row in table.Rows)
                _measured.Add(row.Id, row);
        }

        await foreach (var row in reader.RowsAsync(null, Cancel))
            _rows.Add(row.Sample.Id, row);
    }

    public ValueTask DisposeAsync()
    {
        _library.Dispose();
        _shown.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void The_index_counts_what_the_manifest_counts()
    {
        var counts = _release.Release.Manifest.Counts;
        var verdicts = _release.Facts!.Verdicts;
        long Of(Phase phase, Outcome outcome) => verdicts.Where(kind => kind.Phase == phase && kind.Outcome == outcome).Sum(kind => kind.Samples);
        Assert.Equal(Samples, verdicts.Sum(kind => kind.Samples));
        Assert.Equal(counts.Measure.Failed, Of(Phase.Measure, Outcome.Failed));
        Assert.Equal(counts.Select.Dropped, Of(Phase.Select, Outcome.Dropped));
        Assert.Equal(counts.Render.Quarantined, Of(Phase.Render, Outcome.Quarantined));
        Assert.Equal(counts.Render.Kept, Of(Phase.Render, Outcome.Kept));
        Assert.Equal(0, Of(Phase.Measure, Outcome.Live));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(0.25, null)]
    [InlineData(0.3, 0.6)]
    [InlineData(2.0, null)]
    public async Task What_if_counts_what_a_loop_over_the_release_counts(double? min, double? max)
    {
        var answer = (await _library.WhatIfAsync(_release, "alignment.cosine", min, max, Cancel))!;
        bool IsWithin(double value) => !(value < min) && !(value > max);
        var stay = _rows.Keys.Count(id => IsWithin(_measured[id].Features.Number("alignment.cosine")!.Value));
        Assert.Equal((stay, _rows.Count - stay), (answer.Stay, answer.Go));
        Assert.Equal(Samples, answer.Counts.Sum(count => count.Within + count.Outside + count.Missing));
    }

    [Fact]
    public async Task A_histogram_holds_every_sample_once()
    {
        var histogram = (await _library.HistogramAsync(_release, "alignment.cosine", Cancel))!;
        var values = _measured.Values.Select(row => row.Features.Number("alignment.cosine")).OfType<double>().ToArray();
        Assert.Equal(values.Length, histogram.Bins.Sum(bin => bin.Samples));
        Assert.Equal(Samples - values.Length, histogram.Missing);
        var middle = histogram.Bins[10];
        Assert.Equal(values.Count(value => value >= middle.From && value < middle.To), middle.Samples);
        Assert.Equal(5, (await _library.HistogramAsync(_release, "faces.count", Cancel))!.Bins.Count);
        Assert.Null(await _library.HistogramAsync(_release, "no.such", Cancel));
    }

    public static TheoryData<SampleFilter> Filters =>
    [
        new SampleFilter(), new SampleFilter { Outcome = Outcome.Kept }, new SampleFilter { Reason = "alignment.low" },
        new SampleFilter { Split = "eval" }, new SampleFilter { Text = "ship on the sea" }, new SampleFilter { Text = "Row 7" },
        new SampleFilter { Feature = "alignment.cosine", Min = 0.5, Max = 0.9 },
        new SampleFilter { Split = "train", Text = "HOUSE", Feature = "faces.count", Min = 2 },
        new SampleFilter { Source = "no such" }, new SampleFilter { Text = "ship\non" },
    ];

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Pages_hold_what_the_filter_takes_once_in_order_forwards_and_backwards(SampleFilter filter)
    {
        var expected = _measured.Keys.Order(StringComparer.Ordinal).Where(id => Takes(filter, id)).ToArray();
        Assert.Equal(new SampleCount(expected.Length, IsAll: true), await _library.CountAsync(_release, filter, Cancel));

        var forwards = new List<string>();
        var page = _release.Page(filter, null, isBackwards: false, most: 7);
        Assert.False(page.HasEarlier);
        forwards.AddRange(page.Items.Select(sample => sample.Id));
        while (page.HasLater)
        {
            page = _release.Page(filter, page.Items[^1].Id, isBackwards: false, most: 7);
            Assert.True(page.HasEarlier);
            forwards.AddRange(page.Items.Select(sample => sample.Id));
        }

        Assert.Equal(expected, forwards);
        var backwards = page.Items.Select(sample => sample.Id).ToList();
        while (page.HasEarlier && page.Items.Count > 0)
        {
            page = _release.Page(filter, page.Items[0].Id, isBackwards: true, most: 7);
            backwards.InsertRange(0, page.Items.Select(sample => sample.Id));
        }

        Assert.Equal(expected, backwards);
    }

    [Fact]
    public void Beyond_either_end_lies_an_empty_page_that_leads_nowhere()
    {
        var (behind, before) = (_release.Page(new SampleFilter(), "~", false, 5), _release.Page(new SampleFilter(), "!", true, 5));
        Assert.All([behind, before], page => Assert.True(page is { Items: [], HasEarlier: false, HasLater: false }));
    }

    [Fact]
    public void Only_released_samples_have_anything_to_show()
    {
        foreach (var sample in _release.Page(new SampleFilter(), null, false, Samples).Items)
        {
            Assert.Equal(_rows.ContainsKey(sample.Id), sample.IsReleased);
            Assert.Equal(_rows.GetValueOrDefault(sample.Id)?.Sample.Text, sample.Text);
            Assert.Equal(_rows.GetValueOrDefault(sample.Id)?.Split, sample.Split);
        }
    }

    [Fact]
    public async Task An_index_that_was_cut_short_is_made_anew_and_equals_the_first()
    {
        var folder = Directory.GetDirectories(Path.Combine(_shown.State.Folder, "pages")).Single();
        var before = Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file)!, File.ReadAllBytes);
        _library.Dispose();
        await File.WriteAllBytesAsync(Path.Combine(folder, "verdicts"), before["verdicts"][..10], Cancel);
        _library = new ReleaseLibrary(_shown.Catalog, _shown.State, Stores.Local, TimeProvider.System);
        _release = await OpenAsync();
        Assert.Equal(before, Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file)!, File.ReadAllBytes));
    }

    [Fact]
    public async Task A_release_that_another_has_replaced_is_not_taken_for_it()
    {
        await _shown.Catalog.BeginAsync(new RunRecord { Key = "1234", Pipeline = "p", RequestJson = "{}", Output = _shown.Folder }, [1], Cancel);
        await _shown.Catalog.EndAsync("1234", RunState.Published, null, Cancel);
        Assert.Null((await _library.FindAsync("1234", Cancel))!.Release);
        Assert.Null(await _library.FindAsync("none", Cancel));
    }

    private async Task<IndexedRelease> OpenAsync()
    {
        var found = await _library.FindAsync(_shown.RunKey, Cancel);
        Assert.NotNull(found?.Release);
        var indexed = await _library.IndexAsync(found.Release, Cancel);
        while (indexed.Index is null && indexed.Problem is null)
            indexed = await _library.IndexAsync(found.Release, Cancel);
        Assert.Null(indexed.Problem);
        return indexed;
    }

    private bool Takes(SampleFilter filter, string id)
    {
        var row = _rows.GetValueOrDefault(id);
        var number = filter.Feature is null ? null : _measured[id].Features.Number(filter.Feature);
        var made = _shown.Made.Audit.Values.SelectMany(events => events).Where(one => one.SampleId == id).MaxBy(one => one.Phase)!;
        return (filter.Outcome is null || made.Verdict.Outcome == filter.Outcome)
            && (filter.Reason is null || made.Verdict.Reason == filter.Reason)
            && (filter.Split is null || row?.Split == filter.Split)
            && (filter.Source is null || row?.Sample.Source == filter.Source)
            && (filter.Text is null || row?.Sample.Text.Contains(filter.Text.Replace('\n', ' '), StringComparison.OrdinalIgnoreCase) == true)
            && (filter.Feature is null || (!(number is null && (filter.Min ?? filter.Max) is not null) && !(number < filter.Min) && !(number > filter.Max)));
    }
}
