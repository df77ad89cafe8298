using System.Net;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Web.Access;

/// <summary>What people send who hope that a service believes a header.</summary>
public sealed class ProxyTricksTests
{
    private static readonly string[] AdminPages = ["/jobs", "/no-such-page", "/"];

    private static (string Name, string Value)[] Tricks { get; } =
    [
        ("X-Forwarded-For", "127.0.0.1"),
        ("X-Forwarded-For", "::1"),
        ("X-Forwarded-For", "127.0.0.1, 203.0.113.7"),
        ("X-Forwarded-Host", "localhost"),
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-Port", "443"),
        ("X-Forwarded-Prefix", "/login"),
        ("X-Forwarded-Server", "localhost"),
        ("X-Forwarded-User", "admin"),
        ("Forwarded", "for=127.0.0.1;host=localhost;proto=https"),
        ("Forwarded", "for=\"[::1]\""),
        ("Via", "1.1 localhost"),
        ("X-Real-IP", "127.0.0.1"),
        ("X-Client-IP", "127.0.0.1"),
        ("X-Cluster-Client-IP", "127.0.0.1"),
        ("X-ProxyUser-Ip", "127.0.0.1"),
        ("X-Original-Host", "localhost"),
        ("X-Original-For", "127.0.0.1"),
        ("X-Original-Proto", "https"),
        ("X-Original-URL", "/login"),
        ("X-Rewrite-URL", "/mmdata.css"),
        ("X-Host", "localhost"),
        ("X-Envoy-External-Address", "127.0.0.1"),
        ("X-Azure-ClientIP", "127.0.0.1"),
        ("True-Client-IP", "127.0.0.1"),
        ("CF-Connecting-IP", "127.0.0.1"),
        ("Fastly-Client-IP", "127.0.0.1"),
        ("Client-IP", "127.0.0.1"),
        ("X-Remote-User", "admin"),
        ("Remote-User", "admin"),
    ];

    private static (string Name, string Value)[] Others { get; } =
    [
        ("Host", "localhost"), ("Host", "127.0.0.1"), ("Host", "mmdata.example"), ("X-HTTP-Method-Override", "OPTIONS"),
        ("X-HTTP-Method", "HEAD"), ("X-Method-Override", "OPTIONS"), ("Origin", "null"), ("Referer", "http://127.0.0.1/"),
        ("Authorization", "Basic YWRtaW46YWRtaW4="), ("Authorization", "Bearer null"), ("Authorization", "Bearer mmk_"),
        ("Cookie", "__Host-mmdata=admin"), ("Cookie", "mmdata=admin; role=admin"), ("X-Role", "admin"), ("X-ARR-ClientCert", "x"),
        ("X-MS-CLIENT-PRINCIPAL", "eyJ1c2VyUm9sZXMiOlsiYWRtaW4iXX0="),
    ];

    private static string[] Paths { get; } =
    [
        "//jobs", "/./jobs", "/login/../jobs", "/mmdata.css/../jobs", "/jobs/", "/jobs;a=b", "/JOBS", "/jobs?x=/login", "/%6aobs", "/jobs%2f",
        "/login%2f..%2fjobs", "/jobs/recurring", "/jobs/servers", "/jobs/js123", "/signin-oidc/../jobs", "/jobs#/login",
    ];

    [Fact]
    public void There_are_thirty_and_more() => Assert.True(Tricks.Length >= 30, $"{Tricks.Length}");

    [Fact]
    public async Task With_a_login_no_header_and_no_spelling_opens_a_page_that_is_not_ones_own()
    {
        await using var service = await LoginService.StartAsync();
        using var visitor = service.Visitor();
        var opened = new List<string>();
        foreach (var page in AdminPages)
        {
            foreach (var (name, value) in Tricks.Concat(Others))
            {
                if (!IsRefused(await visitor.GetAsync(page, (name, value))))
                    opened.Add($"{page} with {name}: {value}");
            }
        }

        foreach (var path in Paths)
        {
            if (!IsRefused(await visitor.GetAsync(path)))
                opened.Add(path);
        }

        Assert.Empty(opened);
        using var admin = await service.LoggedInAsync("admin");
        Assert.Equal(HttpStatusCode.OK, await admin.StatusAsync("/jobs")); // and it is there to be opened
    }

    [Fact]
    public async Task Without_a_login_whatever_came_through_a_proxy_or_for_another_name_is_refused()
    {
        using var folder = new TemporaryFolder();
        await using var service = await Dashboard.StartAsync(folder["state"]);
        using var visitor = new Visitor(new Uri($"http://127.0.0.1:{service.Port}"));
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/jobs"));
        foreach (var (name, value) in Tricks)
        {
            Assert.True(await visitor.StatusAsync("/jobs", (name, value)) is HttpStatusCode.Forbidden, name);
        }

        foreach (var host in (string[])["mmdata.example", "localhost.example", "127.0.0.1.example", "0.0.0.0", "[::2]", "localhost@evil.example"])
            Assert.True(await visitor.StatusAsync("/jobs", ("Host", host)) is HttpStatusCode.Forbidden or HttpStatusCode.BadRequest, host);
    }

    private static bool IsRefused(HttpResponseMessage answer)
    {
        using (answer)
        {
            return answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest
                || (answer.StatusCode is HttpStatusCode.Redirect && answer.Headers.Location!.OriginalString.Contains("/login?", StringComparison.Ordinal));
        }
    }
}
