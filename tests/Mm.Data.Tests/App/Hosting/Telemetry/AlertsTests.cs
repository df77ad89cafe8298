using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mm.Data.Decode;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.App.Hosting.Telemetry;

/// <summary>Alerts and dashboards ask for metrics that there are, and every alert has its runbook.</summary>
public sealed partial class AlertsTests
{
    private static readonly string _ops = Path.Combine(Checkout.Root, "ops");
    private static readonly string _rules = File.ReadAllText(Path.Combine(_ops, "alerts", "mmdata.rules.yaml"));

    private static HashSet<string> Told { get; } = Metric.Matches(File.ReadAllText(Path.Combine(Checkout.Root, "docs", "observability.md")))
        .Select(match => match.Value).ToHashSet();

    [Fact]
    public void Every_alert_has_a_runbook_and_every_runbook_an_alert()
    {
        var named = Runbook.Matches(_rules).Select(match => Path.Combine(Checkout.Root, match.Groups["path"].Value)).ToList();
        Assert.NotEmpty(named);
        Assert.Equal(Regex.Count(_rules, "- alert:"), named.Count);
        Assert.Equal(Directory.GetFiles(Path.Combine(_ops, "runbooks")).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Alerts_and_dashboards_ask_for_metrics_of_the_page()
    {
        var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(_ops, "grafana", "mmdata.json"))).RootElement;
        var asked = dashboard.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!)
            .Append(_rules)
            .SelectMany(text => Metric.Matches(text))
            .Select(match => match.Value.EndsWith("_bucket", StringComparison.Ordinal) ? match.Value[..^"_bucket".Length] : match.Value);
        Assert.All(asked, metric => Assert.Contains(metric, Told));
    }

    [Fact]
    public async Task Alerts_fire_on_their_faults_and_are_silent_when_all_is_well()
    {
        Assert.SkipWhen(Programs.OnPath("promtool") is null, "needs promtool: ops/setup --tests");
        using var promtool = Process.Start(new ProcessStartInfo("promtool", ["test", "rules", Path.Combine(_ops, "alerts", "mmdata.tests.yaml")])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var said = await promtool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)
            + await promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(promtool.ExitCode == 0, said);
    }

    [GeneratedRegex(@"\bmmdata_[a-z_]+\b")]
    private static partial Regex Metric { get; }

    [GeneratedRegex(@"runbook: (?<path>\S+)")]
    private static partial Regex Runbook { get; }
}
