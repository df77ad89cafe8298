using Mm.Data.Models;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Decode;
using Mm.Data.Tests.Kit;
using Mm.Data.Write;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>Faces of the people photographs: found in the sources, filled by the release, and found nowhere in it.</summary>
public sealed class FacesGoneTests : IClassFixture<DecoderFixture>, IAsyncDisposable
{
    /// <summary>Of a box that people drew, so much must be filled for the face to count as covered.</summary>
    private const double CoveredShare = 0.6;

    private readonly QuickstartRelease _quickstart;
    private readonly DecoderFixture _decoder;
    private readonly OnnxModels _models;

    public FacesGoneTests(QuickstartRelease quickstart, DecoderFixture decoder)
    {
        (_quickstart, _decoder) = (quickstart, decoder);
        var options = new ModelOptions { Folders = Checkout.ModelFolders };
        _models = new OnnxModels(new ModelStore(options), options);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_detector_finds_no_face_in_what_was_rendered_of_people()
    {
        var rows = await PeopleAsync();
        Assert.True(rows.Count >= 15, $"only {rows.Count} pictures of people were kept");
        foreach (var (sample, row) in rows)
        {
            var boxes = await DetectAsync(row.Asset);
            Assert.True(boxes.Count == 0, $"{sample.Path} still shows a face: {string.Join("; ", boxes)}");
        }
    }

    [Fact]
    public async Task Every_face_detected_in_a_source_is_filled_and_the_audit_says_where()
    {
        var filled = await FilledAsync();
        var found = 0;
        foreach (var (sample, row) in (await PeopleAsync()).Where(p => p.Row.Modality is Modality.Image))
        {
            foreach (var box in await DetectAsync(await File.ReadAllBytesAsync(Path.Combine(Checkout.Samples, sample.Path), Cancel)))
            {
                found++;
                Assert.True(Covered(box, filled[row.Id]) == 1, $"a face of {sample.Path} is not filled whole");
            }
        }

        Assert.True(found >= 20, $"only {found} faces were detected");
    }

    /// <summary>The boxes were drawn by hand, so this does not depend on what the detector sees.</summary>
    [Fact]
    public async Task Nearly_all_faces_that_people_marked_are_filled()
    {
        var filled = await FilledAsync();
        var covered = new List<double>();
        foreach (var (sample, row) in (await PeopleAsync()).Where(p => p.Row.Modality is Modality.Image))
        {
            var (width, height) = ((float)sample.Size[0], (float)sample.Size[1]);
            covered.AddRange(sample.Faces.Select(f => Covered(new Box(f[0] / width, f[1] / height, f[2] / width, f[3] / height, 1), filled[row.Id])));
        }

        var share = covered.Count(c => c >= CoveredShare) / (double)covered.Count;
        TestContext.Current.SendDiagnosticMessage($"{share:0.000} of {covered.Count} marked faces filled, mean area {covered.Average():0.000}");
        Assert.True(covered.Count >= 30, $"only {covered.Count} faces are marked");
        Assert.True(share >= 0.95, $"{share:0.000} of {covered.Count} marked faces are filled, {covered.Average():0.000} of their area");
    }

    /// <summary>Ten moments a second, while the recipe looked at one: what was filled must hold between and behind them.</summary>
    [Fact]
    public async Task Faces_that_move_through_a_film_are_filled_at_every_moment()
    {
        var filled = await FilledAsync();
        var (sample, row) = Assert.Single(await PeopleAsync(), p => p.Row.Modality is Modality.Video);
        for (var moment = 0; moment < 10 * sample.DurationSeconds; moment++)
        {
            var at = moment / 10.0;
            var now = filled[row.Id].Where(r => r[4] <= at && (r.Length == 5 || at <= r[5])).ToArray();
            Assert.All(FacesAt(sample, at), face => Assert.True(Covered(face, now) >= CoveredShare, $"at {at:0.0} s {Covered(face, now):0.00} is filled"));
        }
    }

    public ValueTask DisposeAsync() => _models.DisposeAsync();

    private async Task<IReadOnlyList<(ExpectedSample Sample, SampleRow Row)>> PeopleAsync()
    {
        var rows = (await _quickstart.RowsAsync()).ToDictionary(row => row.Sample.SourceSha256, row => row.Sample);
        return [.. _quickstart.Expected.Where(e => e.Roles.Contains("person") && rows.ContainsKey(e.Sha256!)).Select(e => (e, rows[e.Sha256!]))];
    }

    private async Task<Dictionary<string, double[][]>> FilledAsync() => (await _quickstart.EventsAsync())
        .Where(e => e.Phase is Phase.Render && e.Verdict.Outcome is Outcome.Kept)
        .ToDictionary(e => e.SampleId, e => e.Redactions
            .Where(r => r is { Kind: "face", Where: "pixels" }).Select(r => r.Region.ToArray()).ToArray());

    /// <summary>On the even line through the two marked moments about the time, or the last two behind them.</summary>
    private static IEnumerable<Box> FacesAt(ExpectedSample sample, double at)
    {
        var first = Math.Min(sample.FacesAt.Count(f => f.AtSeconds <= at) - 1, sample.FacesAt.Count - 2);
        var (from, to) = (sample.FacesAt[first], sample.FacesAt[first + 1]);
        var share = (at - from.AtSeconds) / (to.AtSeconds - from.AtSeconds);
        return from.Faces.Zip(to.Faces, (a, b) =>
        {
            float Part(int i, int side) => (float)((a[i] + (share * (b[i] - a[i]))) / sample.Size[side]);
            return new Box(Part(0, 0), Part(1, 1), Part(2, 0), Part(3, 1), 1);
        });
    }

    /// <summary>With the threshold and at the moments of a film that the recipe used.</summary>
    private async Task<IReadOnlyList<Box>> DetectAsync(ReadOnlyMemory<byte> encoded)
    {
        var detector = _models.OpenDetector("face-cascade");
        var views = await _decoder.Pool.ViewsAsync(encoded, new ViewsRequest { Specs = [detector.View] }, Cancel);
        Assert.True(views.Value is not null, views.Reason);
        var boxes = new List<Box>();
        foreach (var view in views.Value.Views)
            boxes.AddRange(await detector.DetectAsync(view, detector.DefaultThreshold, Cancel));
        return boxes;
    }

    /// <summary>Share of a box that lies in at least one region, on a grid of 32 x 32 points.</summary>
    private static double Covered(Box box, double[][] regions)
    {
        const int Steps = 32;
        const double Rounding = 1e-5;
        var inside = 0;
        for (var i = 0; i < Steps * Steps; i++)
        {
            var x = Math.Clamp(box.X + (box.Width * ((i % Steps) + 0.5) / Steps), 0, 1);
            var y = Math.Clamp(box.Y + (box.Height * ((i / Steps) + 0.5) / Steps), 0, 1);
            if (regions.Any(r => x >= r[0] - Rounding && x <= r[0] + r[2] + Rounding && y >= r[1] - Rounding && y <= r[1] + r[3] + Rounding))
                inside++;
        }

        return inside / (double)(Steps * Steps);
    }
}
