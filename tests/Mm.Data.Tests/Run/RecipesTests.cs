using System.Text.Json;
using System.Text.RegularExpressions;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Tests.Kit;
using Mm.Data.Write;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>Recipes of <c>pipelines/</c> as they stand, run by the real program with the real models on a few samples.</summary>
public sealed partial class RecipesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Photo_captions_drops_copies_small_pictures_and_what_a_benchmark_holds()
    {
        await SubsetRun.CopyAsync(_folder["benchmark"], "photos/meadow.jpg");
        await SubsetRun.CopyAsync(
            _folder["input"], "photos/coffee.jpg", "photos/dogs.jpg", "photos/motorcycle.jpg", "people/group-2.jpg",
            "duplicates/meadow-trimmed.jpg", "duplicates/motorcycle-quality-90.jpg", "formats/animated.gif", "formats/tiny.png",
            "captions/only-spaces.jpg");
        await RunAsync("photo-captions", "benchmark", "known", "--set", "select.rules=[]");
        await RunAsync(
            "photo-captions", "input", "release", "--set", $"select.decontaminate=[{{name: benchmark, path: '{_folder["known"]}'}}]");
        var rows = await RowsAsync("release");

        Assert.Equal("contaminated", await ReasonAsync("duplicates/meadow-trimmed.jpg"));
        Assert.Equal("image.animated", await ReasonAsync("formats/animated.gif"));
        Assert.Equal("image.small", await ReasonAsync("formats/tiny.png"));
        Assert.Equal("caption.length", await ReasonAsync("captions/only-spaces.jpg"));
        Assert.Single(
            (string[])[await ReasonAsync("photos/motorcycle.jpg"), await ReasonAsync("duplicates/motorcycle-quality-90.jpg")],
            reason => reason.StartsWith("duplicate.", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.RedactionSummary.Contains("face:", StringComparison.Ordinal));
        Assert.All(rows, row => Assert.Equal("jpg", row.Extension));
    }

    [Fact]
    public async Task Benchmark_safe_drops_pictures_and_captions_that_an_evaluation_set_holds()
    {
        await SubsetRun.CopyAsync(_folder["benchmark"], "photos/meadow.jpg", "photos/coffee.jpg");
        await SubsetRun.CopyAsync(_folder["input"], "photos/dogs.jpg", "photos/cat.jpg", "photos/motorcycle.jpg", "duplicates/meadow-trimmed.jpg");
        const string Copied = "A cup of coffee and a spoon on a wooden table.";
        await File.WriteAllTextAsync(_folder["benchmark/photos/coffee.json"], JsonSerializer.Serialize(new { text = Copied }), Cancel);
        await File.WriteAllTextAsync(
            _folder["input/photos/cat.json"], JsonSerializer.Serialize(new { text = Copied.ToUpperInvariant() }), Cancel);
        await RunAsync(
            "benchmark-safe", "input", "release", "--set", $"select.decontaminate=[{{name: benchmark, path: '{_folder["benchmark"]}'}}]");

        Assert.Equal("contaminated", await ReasonAsync("duplicates/meadow-trimmed.jpg"));
        Assert.Equal("contaminated", await ReasonAsync("photos/cat.jpg"));
        Assert.Equal(2, (await RowsAsync("release")).Count);
        var told = (await Releases.EventsAsync(_folder["release"], Cancel))
            .Where(e => e.Verdict.Reason == "contaminated").Select(e => (e.Codes["known-set"], e.Codes["known-by"]));
        Assert.Equal([("benchmark", "caption"), ("benchmark", "hash")], told.Order());
    }

    [Fact]
    public async Task Web_pairs_drops_strips_small_pictures_and_what_does_not_fit_its_caption()
    {
        await SubsetRun.CopyAsync(
            _folder["input"], "photos/coffee.jpg", "photos/dogs.jpg", "mismatched/motorcycle.jpg", "formats/panorama.jpg", "formats/tiny.png");
        await RunAsync("web-pairs", "input", "release", "--set", "publish.keptMin=1");

        Assert.Equal("image.strip", await ReasonAsync("formats/panorama.jpg"));
        Assert.StartsWith("image.", await ReasonAsync("formats/tiny.png"), StringComparison.Ordinal);
        Assert.Equal("alignment.low", await ReasonAsync("mismatched/motorcycle.jpg"));
        Assert.NotEmpty(await RowsAsync("release"));
    }

    [Fact]
    public async Task Privacy_first_fills_every_line_of_text_and_drops_portraits_and_lists_of_contacts()
    {
        await SubsetRun.CopyAsync(
            _folder["input"], "people/group-2.jpg", "people/group-6.jpg", "photos/coffee.jpg", "captions/email.jpg", "pages/plain-sign.png");
        await File.WriteAllTextAsync(
            _folder["input/photos/coffee.json"],
            """{"text": "Write to anna.berg@example.com, bert.holm@example.com, carl.lund@example.com or dora.vik@example.com."}""", Cancel);
        await RunAsync("privacy-first", "input", "release");
        var rows = await RowsAsync("release");

        Assert.Equal("caption.personal", await ReasonAsync("photos/coffee.jpg"));
        Assert.All(rows, row => Assert.True(Math.Max(row.Width, row.Height) <= 512));
        Assert.Contains(rows, row => row.RedactionSummary.Contains("face:", StringComparison.Ordinal));
        Assert.All(rows, row => Assert.DoesNotContain("anna.lindqvist", row.Text, StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Text.Contains("<EMAIL>", StringComparison.Ordinal));
        var sign = await ReasonAsync("pages/plain-sign.png");
        Assert.True(sign is "image.mostly-text" || rows.Any(row => row.RedactionSummary.Contains("text:", StringComparison.Ordinal)), sign);
    }

    [Fact]
    public async Task Speech_keeps_what_has_a_transcript_and_is_well_recorded()
    {
        await SubsetRun.CopyAsync(_folder["input"], "audio/message.wav", "audio/customer.mp3", "photos/coffee.jpg");
        await File.WriteAllTextAsync(_folder["input/audio/message.json"], Transcript(0), Cancel);
        File.Copy(_folder["input/audio/message.wav"], _folder["input/audio/late.wav"]);
        await File.WriteAllTextAsync(_folder["input/audio/late.json"], Transcript(1.5), Cancel);
        await RunAsync("speech", "input", "release");

        Assert.Equal("modality.other", await ReasonAsync("photos/coffee.jpg"));
        Assert.Equal("transcript.missing", await ReasonAsync("audio/customer.mp3"));
        Assert.Equal("flac", Assert.Single(await RowsAsync("release")).Extension);
        var reasons = (await Releases.EventsAsync(_folder["release"], Cancel)).Select(e => e.Verdict.Reason);
        Assert.Single(reasons, reason => reason == "transcript.drift");
    }

    [Fact]
    public async Task Film_clips_cuts_films_and_scores_and_fills_every_clip()
    {
        await SubsetRun.CopyAsync(_folder["input"], "video/faces.mp4", "video/silent.webm", "photos/coffee.jpg");
        await RunAsync("film-clips", "input", "release", "--set", "select.rules=[]", "--set", "source.clips.secondsMin=0.5");

        var rows = await RowsAsync("release");
        Assert.NotEqual("", await ReasonAsync("photos/coffee.jpg"));
        var clips = rows.Where(row => row.Modality is Modality.Video).ToArray();
        Assert.NotEmpty(clips);
        Assert.All(clips, clip => Assert.InRange(
            clip.Scores["clip.to-seconds"]!.Value - clip.Scores["clip.from-seconds"]!.Value, 0.5, 20));
        Assert.All(clips, clip => Assert.NotNull(clip.Scores["alignment.best-frame-seconds"]));
        Assert.Contains(clips, clip => clip.RedactionSummary.Contains("face:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Documents_gives_the_pictures_of_papers_and_pages_with_their_text_in_order()
    {
        await SubsetRun.CopyAsync(_folder["photos"], "photos/coffee.jpg", "people/group-2.jpg", "pages/plain-sign.png");
        byte[] Photo(string path) => File.ReadAllBytes(_folder[$"photos/{path}"]);
        Directory.CreateDirectory(_folder["input"]);
        await File.WriteAllBytesAsync(_folder["input/paper.pdf"], new MadePdf()
            .Text(60, 60, 20, "A morning at the office")
            .Text(60, 110, 11, "It begins with a cup, and with Anna Lindqvist at the desk.")
            .Jpeg(60, 140, 240, 160, Photo("photos/coffee.jpg"))
            .Text(60, 315, 9, "Figure 1: A cup of coffee.")
            .Jpeg(60, 400, 240, 160, Photo("people/group-2.jpg"))
            .Text(60, 620, 11, "The others come later. Write to anna.lindqvist@example.com.").Build(), Cancel);
        await File.WriteAllTextAsync(
            _folder["input/page.html"],
            $"<!doctype html><p>A sign.</p><img alt='' src='data:image/png;base64,{Convert.ToBase64String(Photo("pages/plain-sign.png"))}'>", Cancel);
        await RunAsync("documents", "input", "release");
        var rows = await RowsAsync("release");

        Assert.Equal(3, rows.Count);
        Assert.All(rows.GroupBy(row => row.Document!.Place.Document), group => Assert.Equal(group.Count(), group.First().Document!.Place.Rows));
        Assert.Contains(rows, row => row.Text.StartsWith("Figure 1: A cup of coffee.\n\nA morning at the office", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.RedactionSummary.Contains("face:", StringComparison.Ordinal));
        Assert.All(rows, row => Assert.DoesNotContain("indqvist", row.Text + row.Document!.PartsJson, StringComparison.Ordinal));
    }

    /// <summary>The message of the sample set as a recogniser writes it, so many seconds late.</summary>
    private static string Transcript(double late)
    {
        (string Word, double From, double To)[] words =
        [
            ("Hello,", 0, 0.6), ("this", 0.6, 1), ("is", 1, 1.2), ("a", 1.2, 1.3), ("message", 1.3, 2), ("for", 2, 2.3), ("the", 2.3, 2.5),
            ("front", 2.5, 2.8), ("desk.", 2.8, 3.16), ("Please", 5.98, 6.5), ("call", 6.5, 6.8), ("me", 6.8, 7), ("back", 7, 7.4),
            ("on", 7.4, 7.7), ("this", 7.7, 8), ("number.", 8, 8.58), ("415-555-0132.", 8.83, 13),
        ];
        return JsonSerializer.Serialize(new
        {
            text = "Please call me back.",
            words = words.Select(one => new { word = one.Word, start = one.From + late, end = one.To + late }),
        });
    }

    /// <summary>quickstart and video-speech have tests of their own.</summary>
    [Fact]
    public void Every_recipe_is_told_and_run_by_a_test()
    {
        var page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "recipes.md"));
        var told = Told().Matches(page).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal);
        var files = Directory.GetFiles(Path.Combine(Checkout.Root, "pipelines"), "*.yaml")
            .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal).ToArray();
        var tests = string.Concat(Directory.GetFiles(Path.Combine(Checkout.Root, "tests", "Mm.Data.Tests", "Run"), "*Tests.cs")
            .Concat(Directory.GetFiles(Path.Combine(Checkout.Root, "tests", "Mm.Data.Tests", "Run"), "*Run.cs"))
            .Select(File.ReadAllText));

        Assert.True(files.Length >= 5);
        Assert.Equal(files, told);
        Assert.All(files, file => Assert.Matches($"RunAsync\\(\\s*\"{file}\"|Pipeline\\(\"{file}\\.yaml\"\\)", tests));
    }

    private async Task RunAsync(string recipe, string input, string release, params string[] more)
    {
        var key = new Dictionary<string, string> { ["MMDATA_Privacy__Key"] = new string('7', 64) }; // for what needs one
        var run = await Mmdata.RunAsync(
            _folder["state"], key, Cancel,
            ["run", Checkout.Pipeline($"{recipe}.yaml"), "--input", _folder[input], "--output", _folder[release], .. more]);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
    }

    private async Task<IReadOnlyList<SampleRow>> RowsAsync(string release) =>
        await (await ReleaseReader.OpenAsync(_folder[release], Cancel)).RowsAsync(split: null, Cancel)
            .Select(row => row.Sample).ToListAsync(Cancel);

    /// <summary>The reason of the last phase that decided on a sample of the release.</summary>
    private async Task<string> ReasonAsync(string path)
    {
        var digest = (await ExpectedSample.ListAsync()).Single(sample => sample.Path == path).Sha256!;
        var events = await Releases.EventsAsync(_folder["release"], Cancel);
        var id = events.Single(e => e.Phase == Phase.Measure && e.Digests["source"] == digest).SampleId;
        return events.Last(e => e.SampleId == id).Verdict.Reason;
    }

    [GeneratedRegex(@"^\| \[(?<name>[a-z-]+)\]\(\.\./pipelines/", RegexOptions.Multiline)]
    private static partial Regex Told();
}
