using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Mm.Data.Measure.Evaluation;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.App.Reports;

/// <summary>
/// A folder with <c>report.json</c>, and <c>index.html</c> with the pictures on which something was missed or a box is false. The
/// pictures are encoded anew by the decoder, small and without metadata; their originals are not opened here. The page shows faces: it is
/// as private as the data set.
/// </summary>
internal sealed class BoxReportPage(IDecoder decoder, BoxEvaluation evaluation, BoxReport report)
{
    private const int SideMax = 640;
    private const int PicturesMax = 400;
    private const string Missed = "missed"; // kinds are class names of the page
    private const string False = "false";

    public async Task WriteAsync(string folder, CancellationToken cancel)
    {
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "pictures"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException($"The report folder {folder} cannot be made: {e.Message}", e);
        }

        var page = new StringBuilder(Head());
        var told = evaluation.Pictures.Where(picture => Marks(picture).Any(mark => mark.Kind is Missed or False)).Take(PicturesMax)
            .ToArray();
        for (var i = 0; i < told.Length; i++)
            page.Append(await FigureAsync(told[i], folder, $"pictures/{i:0000}.jpg", cancel));
        page.Append("</body></html>\n");
        await Durable.WriteAsync(Path.Combine(folder, "index.html"), Encoding.UTF8.GetBytes(page.ToString()), cancel);
        await Durable.WriteAsync(
            Path.Combine(folder, "report.json"), JsonSerializer.SerializeToUtf8Bytes(report, PipelineJson.Options), cancel);
    }

    private async Task<string> FigureAsync(ScoredPicture picture, string folder, string name, CancellationToken cancel)
    {
        var bytes = await File.ReadAllBytesAsync(picture.Picture.Path, cancel);
        var rendered = await decoder.RenderAsync(bytes, new RenderRequest { SideMax = SideMax, ImageQuality = 80 }, cancel);
        if (rendered.Value is not { } result)
            return $"<p>{Text(Path.GetFileName(picture.Picture.Path))}: {Text(rendered.Reason!)}</p>\n";
        await Durable.WriteAsync(Path.Combine(folder, name), result.Bytes.ToArray(), cancel);
        var marks = Marks(picture).ToArray();
        return $"<figure><div><img src=\"{name}\" alt=\"\" width=\"{result.Width}\" height=\"{result.Height}\">" +
            string.Concat(marks.Select(Outline)) +
            $"</div><figcaption>{Text(Path.GetFileName(picture.Picture.Path))}: {marks.Count(mark => mark.Kind == Missed)} missed, " +
            $"{marks.Count(mark => mark.Kind == False)} false</figcaption></figure>\n";
    }

    /// <summary>What is drawn on a picture, in fractions of it.</summary>
    private IEnumerable<Mark> Marks(ScoredPicture picture)
    {
        foreach (var thing in picture.Picture.Things.Where(thing => !thing.IsIgnored))
        {
            var kind = evaluation.Scorer.Covers(picture, thing, report.Threshold) ? "covered" : Missed;
            if (thing.Box is { } box)
                yield return Share(picture, kind, box);
            foreach (var point in thing.Points)
                yield return Share(picture, kind, new LabelBox(point.X, point.Y, 0, 0));
        }

        foreach (var box in picture.Found.Where(box => box.Score >= report.Threshold))
        {
            var score = box.Score.ToString("0.00", CultureInfo.InvariantCulture);
            yield return new Mark(evaluation.Scorer.IsFalse(picture, box) ? False : "found", box.X, box.Y, box.Width, box.Height, score);
        }
    }

    private static Mark Share(ScoredPicture picture, string kind, LabelBox box) => new(
        kind, box.Left / picture.Width, box.Top / picture.Height, box.Width / picture.Width, box.Height / picture.Height, "");

    private static string Outline(Mark mark) => string.Create(
        CultureInfo.InvariantCulture,
        $"<i class=\"{mark.Kind}\" style=\"left:{100 * mark.Left:0.##}%;top:{100 * mark.Top:0.##}%;" +
        $"width:{100 * mark.Width:0.##}%;height:{100 * mark.Height:0.##}%\">{mark.Label}</i>");

    private string Head() => string.Create(CultureInfo.InvariantCulture, $$"""
        <!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{Text(report.Model.Name)}}: misses and false boxes</title><style>
        body{font:14px/1.4 sans-serif;margin:1.5rem;background:#fff;color:#111}
        table{border-collapse:collapse}td,th{padding:.1rem .6rem;text-align:right}
        tr.at{font-weight:bold}figure{display:inline-block;margin:.5rem;vertical-align:top}figure div{position:relative}
        i{position:absolute;box-sizing:border-box;border:2px solid;font:bold 10px sans-serif;min-width:4px;min-height:4px}
        .missed{border-color:#e00}.covered{border-color:#0a0}.found{border-color:#07f;color:#07f}.false{border-color:#f80;color:#f80}
        </style></head><body><h1>{{Text(report.Model.Name)}} at {{report.Threshold:0.###}}</h1>
        <p>{{report.Pictures}} pictures, {{report.EmptyPictures}} of them empty; {{report.Result.Covered}} of {{report.Things}} covered
        by boxes grown {{report.Grow:0.##}} times, {{report.Result.FalseBoxesAPicture:0.00}} false boxes and
        {{report.CpuMsAPicture:0.#}} ms of CPU a picture.
        Red: missed; green: covered; blue: found; orange: false. The pictures show people: keep this folder as private as the data set.</p>
        <table><tr><th>threshold</th><th>covered</th><th>false boxes a picture</th><th>empty pictures filled</th></tr>
        {{string.Concat(report.Curve.Append(report.Result).OrderBy(row => row.Threshold).Select(Row))}}</table>
        <p>{{string.Join("; ", report.Sizes.Where(size => size.Things > 0).Select(Size))}}</p>

        """);

    private string Row(ThresholdRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"<tr{(row == report.Result ? " class=\"at\"" : "")}><td>{row.Threshold:0.00##}</td><td>{row.Covered} of {report.Things}</td>" +
        $"<td>{row.FalseBoxesAPicture:0.00}</td><td>{row.EmptyPicturesFilled:0.0 %}</td></tr>");

    private static string Size(SizeBand size) => $"{size.Name}: {size.Covered} of {size.Things}";

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private sealed record Mark(string Kind, double Left, double Top, double Width, double Height, string Label);
}
