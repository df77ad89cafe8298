using System.Text.RegularExpressions;
using Mm.Data.Tests.Kit;
using Xunit;
using static System.StringComparison;

namespace Mm.Data.Tests.Ops;

/// <summary>ops/deploy: settings that exist, containers that may do little, no secret in a file.</summary>
public sealed partial class DeploymentTests
{
    private static readonly string _dockerfile = File.ReadAllText(DeployFiles.PathOf("docker", "Dockerfile"));
    private static readonly IReadOnlyDictionary<string, object> _compose = PlainYaml.Read(DeployFiles.PathOf("compose.yaml"));

    public static TheoryData<string> Services { get; } = [.. _compose.Map("services").Keys];

    public static TheoryData<string> Ours { get; } =
        [.. _compose.Map("services").Keys.Where(name => Service(name).Text("image").StartsWith("mmdata:", Ordinal))];

    [Fact]
    public void Every_setting_that_is_named_is_a_setting_of_the_program()
    {
        var page = Path.Combine(Checkout.Root, "docs", "deployment.md");
        var named = DeployFiles.All.Append(page).SelectMany(path => Variable.Matches(File.ReadAllText(path))).Select(match => match.Value)
            .Distinct().ToList();
        Assert.True(named.Count > 20, $"only {named.Count} settings were found");
        Assert.Empty(named.Select(DeployFiles.Problem).OfType<string>());
        Assert.NotNull(DeployFiles.Problem("MMDATA_Run__NoSuchKey"));
    }

    [Theory, MemberData(nameof(Ours))]
    public void The_program_takes_the_settings_of_a_service(string name)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["secret"], "");
        var variables = Service(name).Map("environment").Select(pair => KeyValuePair.Create(pair.Key, Filled((string)pair.Value)));
        var settings = DeployFiles.Settings(variables, folder["secret"]);
        Assert.StartsWith("/data/", settings.Storage.WorkFolder);
        var grace = int.Parse(Service(name).Text("stop_grace_period").TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(grace >= settings.Run.DrainSeconds + 20, "docs/workers.md: DrainSeconds and 20 more");
    }

    [Theory, MemberData(nameof(Services))]
    public void A_container_may_do_little_and_is_watched(string name)
    {
        var service = Service(name);
        Assert.Equal("true", service.Text("read_only"));
        Assert.Equal(["ALL"], service.Texts("cap_drop"));
        Assert.Contains("no-new-privileges:true", service.Texts("security_opt"));
        Assert.Matches(@"^[1-9]\d*:[1-9]\d*$", service.Text("user"));
        Assert.Matches(@":\d[\w.-]*$", service.Text("image"));
        Assert.NotEmpty(service.Map("healthcheck").Texts("test"));
        Assert.Empty(service.Keys.Intersect(["privileged", "cap_add", "devices", "pid", "ipc", "network_mode"]));
        Assert.All(service.Map("depends_on").Values, condition => Assert.Equal(
            "service_healthy", ((IReadOnlyDictionary<string, object>)condition).Text("condition")));
    }

    [Theory, MemberData(nameof(Services))]
    public void Secrets_come_as_files(string name)
    {
        var service = Service(name);
        var secrets = service.Texts("secrets");
        Assert.All(secrets, secret => Assert.StartsWith("secrets/", _compose.Map("secrets").Map(secret).Text("file")));
        foreach (var (variable, value) in service.Map("environment").Where(pair => Secretive.IsMatch(pair.Key)))
        {
            Assert.EndsWith("FILE", variable.ToUpperInvariant());
            Assert.Contains(Path.GetFileName((string)value), secrets);
        }
    }

    [Theory, MemberData(nameof(Services))]
    public void The_key_that_signs_is_in_the_container_alone_that_publishes(string name)
    {
        var (service, isPublisher) = (Service(name), name == "publisher");
        Assert.Equal(isPublisher, service.Texts("secrets").Contains("audit-key"));
        Assert.Equal(isPublisher, service.Map("environment").ContainsKey("MMDATA_Audit__KeyFile"));
        var queues = service.Texts("command").SkipWhile(word => word != "--queues").Skip(1).FirstOrDefault() ?? "";
        Assert.Equal(isPublisher, queues.Split(',').Contains("publish"));
    }

    [Fact]
    public void Nobody_beyond_the_machine_reaches_a_port()
    {
        var ports = _compose.Map("services").Keys.SelectMany(name => Service(name).Texts("ports")).ToList();
        Assert.NotEmpty(ports);
        Assert.All(ports, port => Assert.StartsWith("127.0.0.1:", port));
    }

    [Fact]
    public void The_image_is_of_named_stages_and_no_root()
    {
        var stages = Stage.Matches(_dockerfile).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["image"].Value);
        Assert.Equal(Regex.Count(_dockerfile, "^FROM ", RegexOptions.Multiline), stages.Count);
        Assert.All(stages.Values, image => Assert.Matches(@":\d", image));
        Assert.DoesNotContain(":latest", _dockerfile);
        Assert.All(From.Matches(_dockerfile), match => Assert.Contains(match.Groups["stage"].Value, stages.Keys));
        var last = _dockerfile[_dockerfile.LastIndexOf("\nFROM ", Ordinal)..];
        Assert.Matches(@"\nUSER [1-9]\d*:[1-9]\d*\n", last);
        Assert.Contains("\nHEALTHCHECK ", last);
        Assert.Contains("""ENTRYPOINT ["dotnet", "/app/mmdata.dll"]""", last);
        Assert.DoesNotMatch(@"(?i)\b(ARG|ENV)\b.*(password|secret|token)", _dockerfile);
    }

    [Theory]
    [InlineData("200 OK", "live", 0)]
    [InlineData("503 Service Unavailable", "ready", 1)]
    [InlineData("200 OK", "other", 2)]
    public async Task The_probe_of_the_image_asks_the_process(string status, string probe, int expected)
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        var answer = AnswerAsync(listener, status);
        Assert.Equal(expected, (await Script.RunAsync(DeployFiles.PathOf("docker", "probe"), probe, $"{port}")).ExitCode);
        if (expected != 2)
            Assert.StartsWith($"GET /{probe} HTTP/1.0", await answer);
    }

    [Fact]
    public async Task A_secret_is_never_written_over()
    {
        using var folder = new TemporaryFolder();
        var (code, said) = await Script.RunAsync(DeployFiles.PathOf("new-secrets"), folder.Path);
        Assert.Equal(2, code);
        Assert.Contains("is there already", said);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    private static async Task<string> AnswerAsync(System.Net.Sockets.TcpListener listener, string status)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        var asked = await reader.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
        var answer = System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n\r\n");
        await client.GetStream().WriteAsync(answer, TestContext.Current.CancellationToken);
        return asked;
    }

    private static IReadOnlyDictionary<string, object> Service(string name) => _compose.Map("services").Map(name);

    // ${NAME:-usual} and ${NAME:?what it is}, as an operator fills them: with the usual value, or an address.
    private static string Filled(string text) => Placeholder.Replace(text, match =>
        match.Groups["usual"].Success ? match.Groups["usual"].Value : "https://mmdata.example.org");

    [GeneratedRegex(@"\bMMDATA_[A-Za-z0-9_]+")]
    private static partial Regex Variable { get; }

    [GeneratedRegex(@"(?i)password|secret|key|connection|sas")]
    private static partial Regex Secretive { get; }

    [GeneratedRegex(@"\$\{\w+:(\?[^}]*|-(?<usual>[^}]*))\}")]
    private static partial Regex Placeholder { get; }

    [GeneratedRegex(@"^FROM (?<image>\S+) AS (?<name>\S+)$", RegexOptions.Multiline)]
    private static partial Regex Stage { get; }

    [GeneratedRegex(@"--from=(?<stage>\S+)")]
    private static partial Regex From { get; }
}
