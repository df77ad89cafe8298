using System.Diagnostics;
using System.Text.RegularExpressions;
using Mm.Data.Run;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.App.Hosting.Telemetry;

/// <summary>What a scrape and a trace show of a run with a model.</summary>
public sealed partial class MetricsTests : IAsyncLifetime
{
    private const string Secret = "writer7@example.com";
    private static readonly string _docs = Path.Combine(Checkout.Root, "docs", "observability.md");
    private readonly PlainRun _run = new(4, 40, "- { stage: alignment, with: { model: mini } }");
    private readonly TemporaryFolder _folder = new();
    private readonly List<Activity> _spans = [];
    private readonly ActivityListener _listener;
    private WatchedHost? _host;

    public MetricsTests()
    {
        _run.Add("zoë-portrait", PlainRun.Picture(77));
        File.WriteAllText(Path.Combine(_run.Input, "zoë-portrait.txt"), $"A picture of numbers by {Secret}.");
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RunTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (_spans)
                    _spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Checkout.Root, ".setup", "models", "mini-backbone")), "set-up has not run");
        _host = await WatchedHost.StartAsync(_folder);
        await _host.RunAsync(new RunRequest { PipelinePath = _run["pipeline.yaml"], Input = _run.Input, Output = _run.Release });
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        _listener.Dispose();
        _run.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_metric_of_the_page_is_in_the_scrape_and_the_other_way_round()
    {
        var scraped = Scraped.Matches(await _host!.MetricsAsync()).Select(match => match.Groups["name"].Value).ToHashSet();
        var told = Told.Matches(await File.ReadAllTextAsync(_docs, Cancel)).Select(match => match.Groups["name"].Value).ToHashSet();

        Assert.Equal(told.Order(StringComparer.Ordinal), scraped.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Counts_of_a_run_are_those_of_its_samples()
    {
        var metrics = await _host!.MetricsAsync();

        // Other tests in this process count too: at least.
        Assert.True(Value(metrics, "mmdata_samples_total", "phase=\"measure\"", "outcome=\"kept\"") >= 5, metrics);
        Assert.True(Value(metrics, "mmdata_shards_total", "phase=\"publish\"", "end=\"done\"") >= 1, metrics);
        Assert.True(Value(metrics, "mmdata_runs_ended_total", "state=\"published\"") >= 1, metrics);
        Assert.True(Value(metrics, "mmdata_decoder_requests_total") >= 5, metrics);
    }

    [Fact]
    public async Task A_trace_leads_from_the_plan_to_the_files_with_the_rows_and_holds_no_personal_data()
    {
        var key = Directory.GetFiles(_folder["state/reports"], "*.json").Select(Path.GetFileNameWithoutExtension).Single()!;
        Activity[] spans;
        lock (_spans)
            spans = [.. _spans.Where(span => span.TraceId.ToHexString() == key[..32])];

        Assert.Equal(
            ["measure", "plan", "publish", "render", "run", "select"],
            spans.Select(span => span.OperationName).Distinct().Order(StringComparer.Ordinal));
        var files = spans.Where(span => span.OperationName == "render")
            .SelectMany(span => span.Events).Select(file => $"{file.Tags.First(tag => tag.Key == "mmdata.path").Value}").ToList();
        Assert.Contains("train/part-00000.parquet", files);
        Assert.All(
            files.Where(file => file.EndsWith(".parquet", StringComparison.Ordinal)),
            file => Assert.True(File.Exists(Path.Combine(_run.Release, file)), file));
        var said = string.Join('\n', spans.SelectMany(Texts)) + await _host!.MetricsAsync();
        Assert.DoesNotContain("zoë", said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Secret, said, StringComparison.Ordinal);
        Assert.DoesNotContain(_run.Input, said, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Texts(Activity span) =>
    [
        span.DisplayName, $"{span.StatusDescription}",
        .. span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"),
        .. span.Events.SelectMany(one => one.Tags.Select(tag => $"{one.Name} {tag.Key}={tag.Value}")),
    ];

    private static double Value(string metrics, string name, params string[] labels) => metrics.Split('\n')
        .Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) && labels.All(label => line.Contains(label, StringComparison.Ordinal)))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));

    [GeneratedRegex("^# TYPE (?<name>mmdata_[a-z_]+) ", RegexOptions.Multiline)]
    private static partial Regex Scraped { get; }

    [GeneratedRegex(@"^\| `(?<name>mmdata_[a-z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Told { get; }
}
