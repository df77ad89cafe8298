using System.Diagnostics;
using Mm.Data.Decode;
using Mm.Data.Measure;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Render;

namespace Mm.Data.App.Evaluation;

/// <summary>
/// Redacts labelled pages the way a run does, and reads what came out again. A page takes seconds: <paramref name="tell"/> is told how far
/// each of the three is.
/// </summary>
internal sealed class TextTrial(
    string folder, IDecoder decoder, IModels models, ImageTextStage stage, ImageTextStage.Options stageOptions, RenderOptions render,
    int workers, Action<string> tell)
{
    private const int Tells = 10;

    private static readonly FrameOptions Frames = new();

    public async Task<TextReport> RunAsync(IReadOnlyList<PageTruth> pages, CancellationToken cancel)
    {
        var reader = new PageReader(decoder, models.OpenDetector(stageOptions.Model), models.OpenTextReader(stageOptions.Reader));
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var measured = await EachAsync("measure", pages, MeasureAsync, cancel);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime - before;

        var renderer = new SampleRenderer(decoder, render, Frames, [stage]);
        async Task<RenderedSample> RenderAsync(Measured one, CancellationToken stop) => one.Sample is { IsLive: true } sample
            ? await renderer.RenderAsync(sample.Id, one.Encoded, sample.Features, [0], stop)
            : RenderedSample.Refused(Outcome.Quarantined, one.Sample.Verdict.Reason);
        var rendered = await EachAsync("render", measured, RenderAsync, cancel);

        async Task<Seen> ReadAsync((PageTruth Page, Measured Before, RenderedSample After) one, CancellationToken stop) =>
            one.Page is { Lines: [], Spans: [] }
                ? new Seen([], []) // nothing to look for
                : new Seen(
                    await reader.ReadAsync(one.Before.Encoded, stop),
                    one.After.Output is { } output ? await reader.ReadAsync(output.Bytes, stop) : []);
        var seen = await EachAsync("read again", [.. pages.Zip(measured, rendered)], ReadAsync, cancel);
        return Report(pages, rendered, seen, cpu / pages.Count);
    }

    private async Task<Measured> MeasureAsync(PageTruth page, CancellationToken cancel)
    {
        var encoded = await File.ReadAllBytesAsync(Path.Combine(folder, page.File), cancel);
        var sample = new Sample(page.File, 0) { Encoded = encoded };
        var decoded = await decoder.ViewsAsync(sample.Encoded, ViewsRequest.Of([stage], Frames), cancel);
        if (decoded.Value is not { } views)
        {
            sample.Decide(PoisonReasons.OutcomeOf(decoded.Reason!), ViewsStage.StageName, decoded.Reason!);
            return new Measured(sample, encoded);
        }

        sample.Take(views);
        await stage.RunAsync([sample], cancel);
        sample.GiveMemoryBack();
        return new Measured(sample, encoded);
    }

    private async Task<TOut[]> EachAsync<TIn, TOut>(
        string what, IReadOnlyList<TIn> items, Func<TIn, CancellationToken, Task<TOut>> work, CancellationToken cancel)
    {
        var (results, done) = (new TOut[items.Count], 0);
        await Parallel.ForAsync(
            0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancel },
            async (i, stop) =>
            {
                results[i] = await work(items[i], stop);
                var now = Interlocked.Increment(ref done);
                if (now * Tells / items.Count > (now - 1) * Tells / items.Count)
                    tell($"{what}: {now} of {items.Count} pictures");
            });
        return results;
    }

    private static TextReport Report(
        IReadOnlyList<PageTruth> pages, RenderedSample[] rendered, Seen[] seen, TimeSpan cpu)
    {
        var planted = new List<PlantedResult>();
        var (other, otherFilled) = (0.0, 0.0);
        var (words, wordsRead, characters, wrong) = (0, 0, 0, 0);
        for (var i = 0; i < pages.Count; i++)
        {
            var (page, fill) = (pages[i], rendered[i].Filled);
            if (rendered[i].Output is not null)
                planted.AddRange(page.Spans.Select(span => Result(page, span, fill, seen[i])));
            var (there, read) = Readable.Words(page.Lines.Select(line => line.Text), seen[i].Before);
            (words, wordsRead) = (words + there, wordsRead + read);
            var (all, errors) = Readable.Errors(page.Lines.Select(line => line.Text), seen[i].Before);
            (characters, wrong) = (characters + all, wrong + errors);
            foreach (var line in page.Lines.Where(line => !page.Spans.Any(span => line.Text.Contains(span.Text, StringComparison.Ordinal))))
            {
                other += Coverage.Area(line.Quad);
                otherFilled += Coverage.Area(line.Quad) * Coverage.Share(line.Quad, (page.Width, page.Height), fill);
            }
        }

        return new TextReport
        {
            Pictures = pages.Count,
            Rendered = rendered.Count(one => one.Output is not null),
            Refused = rendered.Where(one => one.Output is null).CountBy(one => one.Verdict.Reason).ToDictionary(),
            PicturesFilled = rendered.Count(one => one.Filled.Count > 0),
            OtherTextFilled = other > 0 ? otherFilled / other : null,
            Words = words,
            WordsRead = wordsRead,
            Characters = characters,
            CharactersWrong = wrong,
            MeasureCpuMs = cpu.TotalMilliseconds,
            Groups = [.. Groups(planted)],
            Missed = [.. planted.Where(one => one.IsReadable || one.IsHalfReadable || one.Covered < 0.95)],
        };
    }

    private static PlantedResult Result(PageTruth page, SpanTruth span, IReadOnlyList<FillRegion> fill, Seen seen)
    {
        var text = Readable.Normal(span.Text);
        var after = Readable.Normal(string.Concat(seen.After));
        var longest = Readable.LongestPart(text, after);
        return new PlantedResult(
            page.File, span.Type, span.XHeight, Coverage.Area(span.Quad), Coverage.Share(span.Quad, (page.Width, page.Height), fill),
            Readable.Normal(string.Concat(seen.Before)).Contains(text, StringComparison.Ordinal),
            longest == text.Length,
            longest >= Math.Max(6, text.Length / 2));
    }

    private static IEnumerable<PlantedGroup> Groups(List<PlantedResult> planted)
    {
        if (planted.Count == 0)
            yield break;
        yield return PlantedGroup.Of("all", planted);
        yield return PlantedGroup.Of("x-height 14 px and more", [.. planted.Where(one => one.XHeight >= 14)]);
        foreach (var band in planted.GroupBy(Band).OrderBy(band => band.Key, StringComparer.Ordinal))
            yield return PlantedGroup.Of(band.Key, [.. band]);
        foreach (var type in planted.GroupBy(one => one.Type).OrderBy(type => type.Key, StringComparer.Ordinal))
            yield return PlantedGroup.Of(type.Key, [.. type]);
    }

    private static string Band(PlantedResult one) => one.XHeight switch
    {
        <= 0 => "x-height unknown",
        < 8 => "x-height 06 to 07 px",
        < 10 => "x-height 08 to 09 px",
        < 14 => "x-height 10 to 13 px",
        < 20 => "x-height 14 to 19 px",
        _ => "x-height 20 px and more",
    };

    /// <summary>A sample that was measured, whose own memory is given back, and its bytes.</summary>
    private sealed record Measured(Sample Sample, byte[] Encoded);

    /// <summary>Lines that the reader sees on a page before and after.</summary>
    private sealed record Seen(IReadOnlyList<string> Before, IReadOnlyList<string> After);
}
