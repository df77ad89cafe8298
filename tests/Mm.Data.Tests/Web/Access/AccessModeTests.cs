using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Text.Json.Nodes;
using Mm.Data.Tests.Kit;
using Mm.Data.Web;
using Mm.Data.Web.Access;
using Xunit;
using Dashboard = Mm.Data.Tests.Kit.Dashboard;

namespace Mm.Data.Tests.Web.Access;

/// <summary>Which settings let whom in, and what is said about those that would let in too many.</summary>
public sealed class AccessModeTests : IDisposable
{
    private static readonly LoginOptions Provider =
        new() { Authority = "https://login.example", ClientId = "mmdata", Admins = ["admins"] };

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<WebOptions, string> Wrong => new()
    {
        { new WebOptions { Url = "http://0.0.0.0:5080" }, "not a loopback address" },
        { new WebOptions { PublicUrl = "https://mmdata.example" }, "PublicUrl is for Access=login" },
        { new WebOptions { Access = AccessMode.Login }, "Login:Authority" },
        { new WebOptions { Access = AccessMode.Login, Login = Provider with { Authority = "http://login.example" } }, "https address of an OpenID" },
        { new WebOptions { Access = AccessMode.Login, Login = Provider with { ClientId = "" } }, "Login:ClientId" },
        { new WebOptions { Access = AccessMode.Login, Login = Provider with { Admins = [] } }, "lets nobody in" },
        { new WebOptions { Access = AccessMode.Login, Url = "http://0.0.0.0:80", Login = Provider }, "without TLS" },
        { new WebOptions { Access = AccessMode.Login, PublicUrl = "http://mmdata.example", Login = Provider }, "no https address" },
        { new WebOptions { Access = AccessMode.Login, Url = "http://0.0.0.0:80", Login = new() { Development = true } }, "only with a loopback Url" },
        { new WebOptions { Access = AccessMode.Login, Login = Provider with { Development = true } }, "not both" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Settings_that_let_in_nobody_or_too_many_are_told(WebOptions web, string expected) =>
        Assert.Contains(web.Validate(new ValidationContext(web)), problem => problem.ErrorMessage!.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void A_login_behind_a_proxy_with_TLS_and_this_machine_alone_are_settings_that_hold()
    {
        WebOptions[] right =
        [
            new(), new() { Access = AccessMode.Login, Url = "http://0.0.0.0:80", PublicUrl = "https://mmdata.example", Login = Provider },
        ];
        Assert.All(right, web => Assert.Empty(web.Validate(new ValidationContext(web))));
    }

    [Fact]
    public async Task The_development_login_takes_an_environment_that_says_so()
    {
        string[] command = ["serve", "--config", "Web:Access=login", "--config", "Web:Login:Development=true", "--config", "Web:Url=http://127.0.0.1:1"];
        var refused = await Mmdata.RunAsync(_folder["state"], Cancel, command);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("DOTNET_ENVIRONMENT=Development", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_made_by_the_command_is_shown_once_listed_without_itself_and_ended_by_revoke()
    {
        var made = await AccessAsync("create", "ci", "--scope", "view", "--scope", "trigger", "--days", "7", "--json");
        var (id, key) = (made["id"]!.GetValue<string>(), made["key"]!.GetValue<string>());
        Assert.Matches("^mmk_[A-Za-z0-9_-]{43}$", key);

        var listed = (await AccessAsync("list", "--json"))[0]!;
        Assert.Equal((id, "ci", "holds"), (listed["id"]!.GetValue<string>(), listed["name"]!.GetValue<string>(), listed["state"]!.GetValue<string>()));
        Assert.Equal(["view", "trigger"], listed["scopes"]!.AsArray().Select(scope => scope!.GetValue<string>()));
        Assert.DoesNotContain(key, listed.ToJsonString(), StringComparison.Ordinal);

        await using var service = await Dashboard.StartAsync(_folder["state"]);
        using var visitor = new Visitor(new Uri($"http://127.0.0.1:{service.Port}")) { Key = key };
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/workers"));
        Assert.Equal(HttpStatusCode.Forbidden, await visitor.StatusAsync("/jobs")); // who brings a key is no admin by sitting here
        await AccessAsync("revoke", id, "--json");
        Assert.Equal(HttpStatusCode.Unauthorized, await visitor.StatusAsync("/workers"));
    }

    private async Task<JsonNode> AccessAsync(params string[] command)
    {
        var run = await Mmdata.RunAsync(_folder["state"], Cancel, ["access", "key", .. command]);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        return JsonNode.Parse(run.Output)!;
    }
}
