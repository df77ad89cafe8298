using System.Net;
using Mm.Data.Tests.Kit;
using Mm.Data.Web.Access;
using Xunit;

namespace Mm.Data.Tests.Web.Access;

/// <summary>The way in by OpenID Connect and by keys, over HTTP, with a provider that holds the protocol.</summary>
public sealed class LoginTests : IAsyncLifetime
{
    private LoginService _service = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _service = await LoginService.StartAsync();

    public async ValueTask DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Who_asks_for_a_page_is_sent_to_the_provider_and_comes_back_to_it_logged_in()
    {
        _service.Provider.Values = ["group-viewer"];
        using var visitor = _service.Visitor();
        using (var first = await visitor.GetAsync("/workers"))
        {
            Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
            Assert.StartsWith($"{LoginService.PublicUrl}/login?returnUrl=%2Fworkers", first.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        }

        using var page = await visitor.FollowAsync("/workers");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("<h1>Workers", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Empty(_service.Provider.Refused);
    }

    [Fact]
    public async Task Every_cookie_is_secure_out_of_reach_of_scripts_and_of_other_sites()
    {
        using var visitor = await _service.LoggedInAsync(Roles.Operator);
        Assert.Contains(visitor.SetCookies, cookie => cookie.StartsWith("__Host-mmdata=", StringComparison.Ordinal));
        Assert.All(visitor.SetCookies, cookie =>
        {
            Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Matches("(?i); samesite=(lax|strict)", cookie);
        });
    }

    [Fact]
    public async Task A_user_without_a_role_a_token_of_another_key_and_a_code_of_somebody_else_come_to_nothing()
    {
        using var stranger = _service.Visitor();
        _service.Provider.Values = ["group-of-others"];
        using (var denied = await stranger.FollowAsync("/"))
            Assert.Equal(HttpStatusCode.Forbidden, denied.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, await stranger.StatusAsync("/"));

        _service.Provider.Values = ["group-admin"];
        _service.Provider.SignsFalsely = true;
        using (var denied = await stranger.FollowAsync("/"))
            Assert.Equal(HttpStatusCode.Forbidden, denied.StatusCode);
        _service.Provider.SignsFalsely = false;
        using (var denied = await stranger.GetAsync("/signin-oidc?code=somebodys&state=made-up"))
            Assert.Equal(HttpStatusCode.Forbidden, denied.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, await stranger.StatusAsync("/"));
    }

    [Fact]
    public async Task Logging_out_takes_a_form_of_this_site_with_its_token()
    {
        using var visitor = await _service.LoggedInAsync(Roles.Viewer);
        using (var bare = await visitor.SendAsync(HttpMethod.Post, "/logout", new FormUrlEncodedContent([])))
            Assert.Equal(HttpStatusCode.BadRequest, bare.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/"));

        using var form = await visitor.GetAsync("/logout");
        var token = (await form.Content.ReadAsStringAsync(Cancel)).Split("value=\"")[1].Split('"')[0];
        (string, string)[][] foreign = [[("Origin", "https://evil.example")], [("Sec-Fetch-Site", "cross-site")]];
        foreach (var headers in foreign)
        {
            using var refused = await visitor.SendAsync(HttpMethod.Post, "/logout", Form(token), headers);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        using (var left = await visitor.SendAsync(HttpMethod.Post, "/logout", Form(token), ("Origin", LoginService.PublicUrl)))
            Assert.Equal(HttpStatusCode.OK, left.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, await visitor.StatusAsync("/"));
    }

    [Fact]
    public async Task A_key_opens_what_its_scopes_say_until_it_is_revoked_or_over_and_nowhere_lies_in_clear()
    {
        using var visitor = await _service.WithKeyAsync(Capability.View);
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/workers"));
        Assert.Equal(HttpStatusCode.Forbidden, await visitor.StatusAsync("/jobs"));
        var record = Assert.Single(await _service.Catalog.AccessKeys.ListAsync(Cancel));
        Assert.True(await _service.Catalog.AccessKeys.RevokeAsync(record.Id, TimeProvider.System.GetUtcNow(), Cancel));
        Assert.Equal(HttpStatusCode.Unauthorized, await visitor.StatusAsync("/workers"));

        var past = ApiKey.Create("past", [Capability.View], TimeProvider.System.GetUtcNow().AddDays(-3), 2, _service.Server);
        await _service.Catalog.AccessKeys.AddAsync(past.Record, Cancel);
        using var late = new Visitor(_service.Address) { Key = past.Text };
        Assert.Equal(HttpStatusCode.Unauthorized, await late.StatusAsync("/workers"));
        using var guess = new Visitor(_service.Address) { Key = "mmk_" + new string('A', 43) };
        Assert.Equal(HttpStatusCode.Unauthorized, await guess.StatusAsync("/workers"));

        foreach (var file in Directory.EnumerateFiles(_service["state"], "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file, Cancel);
            Assert.True(bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(visitor.Key!)) < 0, file);
        }
    }

    [Fact]
    public async Task A_return_address_out_of_here_is_not_followed()
    {
        foreach (var trap in (string[])["//evil.example", "/\\evil.example", "https://evil.example/", "/%0d%0aSet-Cookie:x=y"])
        {
            _service.Provider.Values = ["group-viewer"];
            using var visitor = _service.Visitor();
            using var answer = await visitor.FollowAsync("/login?returnUrl=" + Uri.EscapeDataString(trap));
            Assert.True(answer.RequestMessage!.RequestUri!.Host == _service.Address.Host, trap);
            Assert.DoesNotContain(visitor.SetCookies, cookie => cookie.StartsWith("x=", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Keys_of_logins_are_kept_where_only_the_service_reads_them()
    {
        using var visitor = await _service.LoggedInAsync(Roles.Viewer);
        var folder = new DirectoryInfo(Path.Combine(_service["state"], "login-keys"));
        Assert.NotEmpty(folder.GetFiles("key-*.xml"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, folder.UnixFileMode);
    }

    private static FormUrlEncodedContent Form(string token) => new([KeyValuePair.Create("__RequestVerificationToken", token)]);
}
