using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Tests.Decode;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>
/// Nothing personal leaves: unique values are planted in captions, names, links, metadata, subtitles, pixels, side-cars and damaged files,
/// and after whole runs none of them stands in anything that a run writes, prints or shows. 1,000 values;
/// <c>MMDATA_PLANTED_VALUES=10000</c> asks for more.
/// </summary>
public sealed class PlantedValuesTests : IDisposable
{
    private const string CountVariable = "MMDATA_PLANTED_VALUES";

    /// <summary>Of a line of text that was drawn, so much must be filled.</summary>
    private const double FilledShare = 0.97;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static int Count => int.Parse(Environment.GetEnvironmentVariable(CountVariable) ?? "1000", CultureInfo.InvariantCulture);

    private string[] Command =>
        ["run", Path.Combine(AppContext.BaseDirectory, "Cases", "planted.yaml"), "--input", _folder["in"], "--output", _folder["out/release"]];

    public void Dispose() => _folder.Dispose();

    [Promise(
        PromiseAttribute.Privacy,
        "No value planted in captions, names, metadata, pixels or subtitles stands in anything that a run leaves, prints or shows.")]
    [Fact]
    public async Task No_planted_value_stands_in_anything_that_a_run_leaves_prints_or_shows()
    {
        await ExpectedSample.ListAsync(); // skips where set-up has not been run
        Assert.SkipUnless(File.Exists("/usr/bin/ffmpeg"), "needs ffmpeg");
        Pictures.PillowFile(
            Path.Combine(Checkout.Root, "tests", "Mm.Data.Tests", "Run", "planted_input.py"),
            _folder["in"], _folder["values"], Count.ToString(CultureInfo.InvariantCulture));
        var planted = new PlantedValues(await File.ReadAllLinesAsync(_folder["values"], Cancel));
        Assert.InRange(planted.Count, Count, Count + 50);
        foreach (var place in (string[])["out", "state", "tmp"])
            Directory.CreateDirectory(_folder[place]);
        var found = new List<string>();
        Assert.NotEmpty(planted.SearchFolder(_folder["in"])); // the search itself works

        found.AddRange(await KilledRunAsync(planted));
        found.AddRange(await WholeRunAsync(planted));
        found.AddRange(await DashboardAsync(planted));
        found.AddRange(await RefusedInputsAsync(planted));

        Assert.True(planted.Searched > 20, $"only {planted.Searched} files were searched");
        Assert.True(found.Count == 0, $"{found.Count} finds:\n{string.Join('\n', found.Take(40))}");
        await LinesAreFilledAsync();
    }

    /// <summary>What a run leaves that is killed half way: work folders, cache, catalog, temporary files.</summary>
    private async Task<List<string>> KilledRunAsync(PlantedValues planted)
    {
        using var process = Mmdata.Start(_folder["state"], Temporary, Command);
        var output = process.StandardOutput.ReadToEndAsync(Cancel);
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        while (!process.HasExited && !Directory.EnumerateFiles(_folder["out"], "measure-*.json", SearchOption.AllDirectories).Any())
            await Task.Delay(20, Cancel);
        process.Kill();
        await process.WaitForExitAsync(Cancel);
        Assert.False(Directory.Exists(_folder["out/release"]));
        return [.. Left(planted), .. planted.Search("output of the killed run", await output), .. planted.Search("its errors", await errors)];
    }

    private async Task<List<string>> WholeRunAsync(PlantedValues planted)
    {
        var run = await RunAsync([.. Command, "--json"]);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        var counts = JsonNode.Parse(run.Output)!["manifest"]!["counts"]!;
        Assert.True(counts["render"]!["kept"]!.GetValue<int>() >= Count / 60, counts.ToJsonString());
        Assert.True(counts["measure"]!["failed"]!.GetValue<int>() >= 4, counts.ToJsonString());
        var verify = await RunAsync(["verify", _folder["out/release"]]);
        Assert.True(verify.ExitCode == 0, verify.Output);

        var found = Left(planted);
        found.AddRange(Printed(planted, run, "run --json"));
        found.AddRange(Printed(planted, verify, "verify"));
        found.AddRange(Printed(planted, await RunAsync(["inspect", _folder["out/release"]]), "inspect"));
        found.AddRange(Printed(planted, await RunAsync(["run", .. Command[1..]]), "a run that finds its release"));
        foreach (var file in Directory.EnumerateFiles(_folder["out/release"], "*.parquet", SearchOption.AllDirectories))
            found.AddRange(Columns(file).SelectMany(column => planted.Search($"{Path.GetFileName(file)} column {column.Name}", column.Bytes)));
        return found;
    }

    private async Task<List<string>> DashboardAsync(PlantedValues planted)
    {
        await using var service = await Dashboard.StartAsync(_folder["state"]);
        var runs = await service.TextAsync("/");
        var pages = new Dictionary<string, string> { ["/"] = runs };
        foreach (var link in System.Text.RegularExpressions.Regex.Matches(runs, "/runs/[0-9a-f]{32}").Select(match => match.Value).Distinct())
            pages[link] = await service.TextAsync(link);
        string[] jobs = ["", "/jobs/enqueued", "/jobs/processing", "/jobs/succeeded", "/jobs/failed", "/jobs/scheduled", "/retries", "/servers"];
        foreach (var path in jobs.Select(path => "/jobs" + path))
            pages[path] = await service.TextAsync(path);
        Assert.True(pages.Count >= 10, string.Join(", ", pages.Keys));
        return [.. pages.SelectMany(page => planted.Search($"page {page.Key}", page.Value))];
    }

    /// <summary>Inputs that cannot be used, so that an error text is all that comes of them.</summary>
    private async Task<List<string>> RefusedInputsAsync(PlantedValues planted)
    {
        var lines = await File.ReadAllLinesAsync(_folder["values"], Cancel);
        var value = lines.First(line => line.StartsWith("file name", StringComparison.Ordinal)).Split('\t')[1];
        var lists = new Dictionary<string, string>
        {
            ["row.jsonl"] = $$"""{"path": "{{value}}.jpg", "text": "{{value}}", {{value}}""",
            ["column.jsonl"] = $$"""{"{{value}}": "a.jpg", "caption": "{{value}}"}""",
            ["missing.jsonl"] = $$"""{"path": "{{value}}.jpg", "text": "{{value}}"}""",
            ["column.csv"] = $"{value},text\n{value}.jpg,{value}\n",
            ["quotes.csv"] = $"path,text\n\"{value}.jpg,{value}\n",
        };
        var found = new List<string>();
        Directory.CreateDirectory(_folder["lists"]);
        foreach (var (name, text) in lists)
        {
            await File.WriteAllTextAsync(_folder[$"lists/{name}"], text, Cancel);
            var run = await RunAsync([.. Command[..3], _folder[$"lists/{name}"], "--output", _folder["out/other"]]);
            Assert.NotEqual(0, run.ExitCode);
            found.AddRange(Printed(planted, run, name));
        }

        found.AddRange(Left(planted));
        return found;
    }

    /// <summary>Of every line of text that was drawn into a picture of the release, nothing is to be seen.</summary>
    private async Task LinesAreFilledAsync()
    {
        var boxes = JsonNode.Parse(await File.ReadAllTextAsync(_folder["values"] + ".boxes", Cancel))!.AsArray()
            .Where(sample => sample!["box"] is not null)
            .ToDictionary(sample => sample!["stem"]!.GetValue<string>(), sample => sample!["box"]!.AsArray().Select(n => n!.GetValue<double>()).ToArray());
        var stems = Directory.EnumerateFiles(_folder["in"], "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".jpg", StringComparison.Ordinal) || file.EndsWith(".png", StringComparison.Ordinal))
            .ToLookup(file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))), Path.GetFileNameWithoutExtension);
        await using var decoder = new DecoderFixture();
        var (lines, open) = (0, 0);
        await foreach (var row in (await ReleaseReader.OpenAsync(_folder["out/release"], Cancel)).RowsAsync(null, Cancel))
        {
            if (stems[row.Sample.SourceSha256].FirstOrDefault() is not { } stem || !boxes.TryGetValue(stem, out var box))
                continue;
            var (width, height) = (row.Sample.Width, row.Sample.Height);
            var view = Assert.Single(await decoder.ViewsAsync(row.Sample.Asset.ToArray(), new ViewSpec(width, height)));
            var (filled, all) = (0, 0);
            for (var y = (int)(box[1] * height); y < (box[1] + box[3]) * height; y++)
            {
                for (var x = (int)(box[0] * width); x < (box[0] + box[2]) * width; x++, all++)
                    filled += view.Pixels.Span.Slice(3 * ((y * width) + x), 3).ContainsAnyExceptInRange((byte)120, (byte)134) ? 0 : 1;
            }

            lines++;
            open += filled < FilledShare * all ? 1 : 0;
        }

        TestContext.Current.SendDiagnosticMessage($"{lines} lines of text were drawn into released pictures, {open} of them show something");
        Assert.True(lines >= Count / 120, $"only {lines} lines");
        Assert.True(open == 0, $"{open} of {lines} lines of text are not filled to {FilledShare:0.00}");
    }

    private List<string> Left(PlantedValues planted) =>
        [.. ((string[])["out", "state", "tmp"]).SelectMany(place => planted.SearchFolder(_folder[place]).Select(find => $"{place}/{find}"))];

    private static IEnumerable<string> Printed(PlantedValues planted, Mmdata run, string what) =>
        [.. planted.Search($"output of {what}", run.Output), .. planted.Search($"errors of {what}", run.Errors)];

    /// <summary>Every value of a Parquet file, unpacked by another reader.</summary>
    private static IEnumerable<(string Name, byte[] Bytes)> Columns(string file)
    {
        foreach (var name in DuckDb.Schema(file).Keys)
        {
            foreach (var row in DuckDb.Query($"SELECT \"{name}\"::VARCHAR FROM '{file}'"))
                yield return (name, Encoding.UTF8.GetBytes(row[0]?.ToString() ?? ""));
        }

        if (DuckDb.Schema(file).ContainsKey("image"))
        {
            foreach (var row in DuckDb.Query($"SELECT image.bytes, video.bytes FROM '{file}'"))
                yield return ("asset", (row[0] ?? row[1]) as byte[] ?? []);
        }
    }

    private Task<Mmdata> RunAsync(string[] arguments) => Mmdata.RunAsync(_folder["state"], Temporary, Cancel, arguments);

    private Dictionary<string, string> Temporary => new() { ["TMPDIR"] = _folder["tmp"] };
}
