using System.Collections.Concurrent;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Run;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>
/// Fail closed, in whole runs: 500 faults of a detector, of every kind, while measuring, while looking again at what was written, and on
/// the canary; not one picture is published with anything left of its face.
/// </summary>
public sealed class DetectorFaultsTests
{
    private const int OfEach = 46;
    private const int CanaryRuns = 40;

    private static readonly Fault[] _faults = [Fault.Exception, Fault.Foreign, Fault.NotANumber, Fault.WrongShape, Fault.Silence];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private enum Fault
    {
        /// <summary>The port's own exception, as the graphs throw it.</summary>
        Exception,

        /// <summary>An exception that the port does not name.</summary>
        Foreign,

        NotANumber,

        /// <summary>Pixels where fractions are agreed on; no list at all.</summary>
        WrongShape,

        /// <summary>No answer.</summary>
        Silence,

        /// <summary>An answer of the right form that leaves the face out.</summary>
        Miss,
    }

    [Promise(PromiseAttribute.Privacy, "A detector that throws, answers nonsense or too late publishes nothing unredacted.")]
    [Fact]
    public async Task No_fault_of_the_detector_publishes_a_face()
    {
        var faults = new ConcurrentDictionary<(int Number, bool Again), Fault>();
        foreach (var (fault, again) in _faults.SelectMany(fault => new[] { (fault, false), (fault, true) }))
        {
            for (var i = 0; i < OfEach; i++)
                faults[(faults.Count, again)] = fault;
        }

        var (first, controls) = (faults.Count, 40);
        for (var i = 0; i < controls; i++)
            faults[(faults.Count, false)] = Fault.Miss; // what Measure leaves out, the recheck must find
        Assert.Equal(460, first);

        var injected = 0;
        await using var run = await HandMadeRun.StartAsync(new ScriptedDetector((view, _) =>
        {
            var faces = MarkedPictures.Faces(view);
            if (!faults.TryRemove((MarkedPictures.Number(view), faces.Length == 0), out var fault))
                return new(faces);
            Interlocked.Increment(ref injected);
            return Answer(fault);
        })
        {
            View = MarkedPictures.View,
            AnswerLimit = TimeSpan.FromMilliseconds(150),
        });
        var result = await run.RunAsync("release", Enumerable.Range(0, first + (2 * controls)));

        Assert.Equal(PublishStatus.Published, result.Status);
        Assert.Equal(first + controls, injected);
        Assert.Equal(first / 2, result.Manifest.Counts.Measure.Reasons["quarantined"]["faces.detector-failed"]);
        Assert.Equal(first / 2, result.Manifest.Counts.Render.Reasons["quarantined"]["faces.detector-failed"]);
        var published = await NumbersWithoutFaceAsync(run, "release");
        Assert.Equal(Enumerable.Range(first, 2 * controls), published.Order());
    }

    [Promise(PromiseAttribute.Privacy, "A canary picture that is missed stops the run.")]
    [Fact]
    public async Task A_missed_canary_stops_the_run_and_nothing_appears()
    {
        var (calls, failing, fault) = (0, 0, Fault.Miss);
        await using var run = await HandMadeRun.StartAsync(new ScriptedDetector((view, _) =>
        {
            if (MarkedPictures.Number(view) == ushort.MaxValue && ++calls == failing)
                return Answer(fault);
            return new(MarkedPictures.Faces(view));
        })
        {
            View = MarkedPictures.View,
            AnswerLimit = TimeSpan.FromMilliseconds(150),
        });

        // Four samples and a canary after every two: at the start, between, and at the end of a part.
        for (var i = 0; i < CanaryRuns; i++)
        {
            (calls, failing, fault) = (0, 1 + (i % 3), (Fault)(i % 6));
            var name = $"release-{i}";
            var stop = await Assert.ThrowsAsync<EnvironmentException>(
                () => run.RunAsync(name, [4 * i, (4 * i) + 1, (4 * i) + 2, (4 * i) + 3], "render.canaryEvery=2", "select.split.eval=0"));
            Assert.Contains("canary", stop.Message, StringComparison.Ordinal);
            Assert.Equal(failing, calls);
            Assert.False(Directory.Exists(run[name]), "a release appeared");
            Assert.DoesNotContain(
                Directory.EnumerateFiles(run[""], "part-*.parquet", SearchOption.AllDirectories),
                file => file.Contains($".{name}.", StringComparison.Ordinal) && !file.Contains("/features/", StringComparison.Ordinal));
        }

        // The same command again, with a detector that works, ends well.
        failing = 0;
        Assert.Equal(PublishStatus.Published, (await run.RunAsync("release-0", [0, 1, 2, 3], "render.canaryEvery=2", "select.split.eval=0")).Status);
        Assert.Equal([0, 1, 2, 3], (await NumbersWithoutFaceAsync(run, "release-0")).Order());
    }

    [Fact]
    public async Task Where_there_is_no_canary_picture_the_report_says_so()
    {
        await using var run = await HandMadeRun.StartAsync(
            new ScriptedDetector((view, _) => new(MarkedPictures.Faces(view))) { View = MarkedPictures.View });
        await run.RunAsync("with", [1, 2], "select.split.eval=0");
        Assert.Equal([new CanaryReport("face", 2, HasPicture: true)], run.Report!.Canaries);

        File.Delete(run["models/canaries/face.png"]);
        await run.RunAsync("without", [1, 2], "select.split.eval=0");
        Assert.Equal([new CanaryReport("face", 0, HasPicture: false)], run.Report!.Canaries);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(1.0)]
    public async Task The_share_that_is_looked_at_again_is_drawn_by_id_and_told(double share)
    {
        await using var run = await HandMadeRun.StartAsync(
            new ScriptedDetector((view, _) => new(MarkedPictures.Faces(view))) { View = MarkedPictures.View });
        var setting = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"render.recheck={share}");
        await run.RunAsync("one", Enumerable.Range(0, 100), setting);
        await run.RunAsync("two", Enumerable.Range(0, 100), setting);

        var events = await Releases.EventsAsync(run["one"], Cancel);
        var checkedAgain = events.Count(e => e.Facts.GetValueOrDefault("render.rechecks") == 1);
        Assert.InRange(checkedAgain, (100 * share) - 15, (100 * share) + 15);
        Assert.Equal(share is 0 or 1, checkedAgain is 0 or 100);
        Assert.Equal(await Trees.ListAsync(run["one"], Cancel), await Trees.ListAsync(run["two"], Cancel));
    }

    private static async ValueTask<IReadOnlyList<Box>> Answer(Fault fault)
    {
        switch (fault)
        {
            case Fault.Exception: throw new DetectorException("The network gave nonsense.");
            case Fault.Foreign: throw new InvalidOperationException("The driver is gone.");
            case Fault.NotANumber: return [new Box(float.NaN, 0.2f, 0.3f, 0.4f, 0.9f)];
            case Fault.WrongShape: return [new Box(35, 21, 28, 24, 0.9f)];
            case Fault.Silence:
                await Task.Delay(Timeout.Infinite, Cancel);
                return [];
            default: return [];
        }
    }

    /// <summary>Numbers of the released pictures, after every pixel of each one's face was seen to be filled.</summary>
    private static async Task<List<int>> NumbersWithoutFaceAsync(HandMadeRun run, string release)
    {
        var numbers = new List<int>();
        var reader = await ReleaseReader.OpenAsync(run[release], Cancel);
        await foreach (var row in reader.RowsAsync(null, Cancel))
        {
            var view = await run.ShowAsync(row.Sample.Asset);
            numbers.Add(MarkedPictures.Number(view));
            Assert.Empty(MarkedPictures.Faces(view));
            for (var y = MarkedPictures.Top; y < MarkedPictures.Bottom; y++)
            {
                var face = view.Pixels.Slice(3 * ((y * view.Spec.Width) + MarkedPictures.Left), 3 * (MarkedPictures.Right - MarkedPictures.Left));
                Assert.False(face.Span.ContainsAnyExcept((byte)127), $"picture {numbers[^1]} shows something in row {y} of its face");
            }
        }

        return numbers;
    }
}
