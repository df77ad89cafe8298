using System.Text.Json;
using System.Text.RegularExpressions;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Ops;

/// <summary>The Helm chart, as far as it can be read without Helm: values and templates fit, pods are restricted.</summary>
public sealed partial class ChartTests
{
    private static readonly string _chart = DeployFiles.PathOf("helm", "mmdata");
    private static readonly IReadOnlyDictionary<string, object> _values = PlainYaml.Read(Path.Combine(_chart, "values.yaml"));

    public static TheoryData<string> Templates { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(_chart, "templates")).Select(path => Path.GetFileName(path)).Order()];

    public static TheoryData<string> Deployments { get; } = ["serve.yaml", "worker.yaml", "publisher.yaml", "gpu.yaml"];

    [Theory, MemberData(nameof(Templates))]
    public void A_template_is_balanced(string name)
    {
        var text = Template(name);
        var actions = Action.Matches(text);
        Assert.Equal(Regex.Count(text, "{{"), actions.Count);
        Assert.Equal(Regex.Count(text, "}}"), actions.Count);
        var depth = 0;
        foreach (var word in actions.Select(action => action.Groups["word"].Value))
        {
            depth += word is "if" or "range" or "define" or "with" ? 1 : word is "end" ? -1 : 0;
            Assert.True(depth >= 0, $"{name}: an end too many");
        }

        Assert.Equal(0, depth);
    }

    [Fact]
    public void Templates_and_values_name_the_same()
    {
        var all = string.Concat(Templates.Select(name => Template(name.Data)));
        var named = Value.Matches(all).Select(match => match.Groups["path"].Value).ToHashSet();
        var leaves = Paths(_values, "", intoLeaves: true).ToList();
        var known = Paths(_values, "", intoLeaves: false).Concat(leaves).ToHashSet();
        Assert.Subset(known, named);
        Assert.All(leaves, leaf => Assert.Contains(
            named, path => leaf == path || leaf.StartsWith(path + ".", StringComparison.Ordinal)));
        var defined = Defined.Matches(all).Select(match => match.Groups["name"].Value).ToHashSet();
        Assert.Equal(defined.Order(), Included.Matches(all).Select(match => match.Groups["name"].Value).Distinct().Order());
    }

    [Fact]
    public void The_schema_knows_every_value_and_no_other()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(_chart, "values.schema.json")));
        var root = schema.RootElement.GetProperty("properties");
        Assert.Equal(_values.Keys.Append("global").Order(), Names(root));
        foreach (var (section, value) in _values.Where(pair => pair.Value is IReadOnlyDictionary<string, object>))
        {
            var inner = root.GetProperty(section);
            Assert.False(inner.GetProperty("additionalProperties").GetBoolean());
            Assert.Equal(((IReadOnlyDictionary<string, object>)value).Keys.Order(), Names(inner.GetProperty("properties")));
            var required = inner.GetProperty("required").EnumerateArray().Select(item => item.GetString()!);
            Assert.Equal(Names(inner.GetProperty("properties")), required.Order());
        }
    }

    [Theory, MemberData(nameof(Deployments))]
    public void A_pod_is_restricted_watched_and_limited(string name)
    {
        var text = Template(name);
        string[] wanted =
        [
            "include \"mmdata.podSecurity\"", "include \"mmdata.containerSecurity\"", "include \"mmdata.probes\"", "resources:",
            "automountServiceAccountToken: false", "terminationGracePeriodSeconds: {{ add .Values.drainSeconds 25 }}",
        ];
        Assert.All(wanted, line => Assert.Contains(line, text));
        Assert.Equal(1, Regex.Count(text, @"^ +image: ", RegexOptions.Multiline));
        Assert.DoesNotMatch("privileged|hostPath|hostNetwork|hostPID|hostIPC", text);
    }

    [Fact]
    public void What_pods_have_alike_is_what_the_restricted_standard_asks()
    {
        var helpers = Template("_helpers.tpl");
        string[] wanted =
        [
            "runAsNonRoot: true", "runAsUser: 10001", "type: RuntimeDefault", "allowPrivilegeEscalation: false",
            "readOnlyRootFilesystem: true", "drop: [ALL]", "path: /live", "path: /ready", "path: /startup",
        ];
        Assert.All(wanted, line => Assert.Contains(line, helpers));
        Assert.Contains("nvidia.com/gpu: {{ .Values.gpu.count }}", Template("gpu.yaml"));
        Assert.All(Templates, name => Assert.DoesNotMatch("kind: Secret|stringData", Template(name.Data)));
    }

    [Fact]
    public void The_key_that_signs_is_in_the_pod_alone_that_publishes_and_opens_no_media()
    {
        foreach (var name in Templates.Select(row => row.Data))
            Assert.True(name == "publisher.yaml" == Template(name).Contains("audit-key", StringComparison.Ordinal), name);
        var publisher = Template("publisher.yaml");
        Assert.Contains("args: [worker, --queues, publish, --workers, \"1\"]", publisher);
        Assert.DoesNotContain("opens-media", publisher);
        Assert.Contains("MMDATA_Audit__KeyFile", publisher);
        // Every other pod takes secrets out of the same Secret by name, and its queues cannot be those of publishing.
        Assert.Equal(1, Regex.Count(Template("_helpers.tpl"), "items:"));
        Assert.Equal(["measure", "render"], _values.Map("worker").Text("queues").Split(','));
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(_chart, "values.schema.json")));
        var queues = schema.RootElement.GetProperty("$defs").GetProperty("queues").GetProperty("pattern").GetString()!;
        Assert.Matches(queues, "measure,render");
        Assert.DoesNotMatch(queues, "measure,render,publish");
        Assert.All((string[])["worker", "gpu"], section => Assert.Equal("#/$defs/queues", schema.RootElement.GetProperty("properties")
            .GetProperty(section).GetProperty("properties").GetProperty("queues").GetProperty("$ref").GetString()));
    }

    private static string Template(string name) => File.ReadAllText(Path.Combine(_chart, "templates", name));

    private static IEnumerable<string> Names(JsonElement properties) => properties.EnumerateObject().Select(item => item.Name).Order();

    private static IEnumerable<string> Paths(IReadOnlyDictionary<string, object> map, string above, bool intoLeaves)
    {
        foreach (var (key, value) in map)
        {
            if (value is not IReadOnlyDictionary<string, object> inner)
            {
                if (intoLeaves)
                    yield return above + key;
                continue;
            }

            if (!intoLeaves)
                yield return above + key;
            foreach (var path in Paths(inner, $"{above}{key}.", intoLeaves))
                yield return path;
        }
    }

    [GeneratedRegex(@"{{-?\s*(?<word>/\*|[\w.$""]+|\()[^{}]*?-?}}")]
    private static partial Regex Action { get; }

    [GeneratedRegex(@"\.Values\.(?<path>[A-Za-z]+(\.[A-Za-z]+)*)")]
    private static partial Regex Value { get; }

    [GeneratedRegex(@"define ""(?<name>[\w.]+)""")]
    private static partial Regex Defined { get; }

    [GeneratedRegex(@"include ""(?<name>[\w.]+)""")]
    private static partial Regex Included { get; }
}
