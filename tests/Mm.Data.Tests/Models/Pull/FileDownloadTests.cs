using Mm.Data.Pipeline;
using Xunit;

namespace Mm.Data.Tests.Models.Pull;

public sealed class FileDownloadTests : IAsyncLifetime
{
    private readonly PullFixture _pull = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _pull.InitializeAsync();

    public ValueTask DisposeAsync() => _pull.DisposeAsync();

    [Fact]
    public async Task A_connection_that_is_cut_is_taken_up_where_it_broke()
    {
        (_pull.Server.CutAfter, _pull.Server.Cuts) = (100_000, 2);

        var pulled = await _pull.RunAsync();

        Assert.True(pulled.Changed);
        Assert.Equal(_pull.Weights, await File.ReadAllBytesAsync(_pull.Pulled, Cancel));
        Assert.Equal(
            [PullFixture.Where, $"{PullFixture.Where} bytes=100000-", $"{PullFixture.Where} bytes=200000-"],
            _pull.Server.Requests.Where(request => request.StartsWith(PullFixture.Where, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_connection_that_is_reset_is_taken_up()
    {
        var resets = 2;
        _pull.Server.Instead = context =>
        {
            if (resets == 0 || context.Request.Path != PullFixture.Where)
                return false;
            resets--;
            context.Abort();
            return true;
        };

        Assert.True((await _pull.RunAsync()).Changed);
    }

    [Fact]
    public async Task A_pull_that_gave_up_is_taken_up_by_the_next()
    {
        (_pull.Server.CutAfter, _pull.Server.Cuts) = (50_000, 1);
        var e = await Assert.ThrowsAsync<EnvironmentException>(() => _pull.RunAsync(attempts: 1));
        Assert.Contains("50000 of 300000 bytes are kept", e.Message, StringComparison.Ordinal);
        Assert.Equal(50_000, new FileInfo(_pull.Part).Length);

        await _pull.RunAsync();

        Assert.Contains($"{PullFixture.Where} bytes=50000-", _pull.Server.Requests);
        Assert.Equal(_pull.Weights, await File.ReadAllBytesAsync(_pull.Pulled, Cancel));
    }

    [Fact]
    public async Task A_server_without_ranges_begins_again()
    {
        _pull.Server.KnowsRanges = false;
        (_pull.Server.CutAfter, _pull.Server.Cuts) = (100_000, 1);

        await _pull.RunAsync();

        Assert.Equal(_pull.Weights, await File.ReadAllBytesAsync(_pull.Pulled, Cancel));
    }

    [Fact]
    public async Task A_part_of_another_version_is_thrown_away()
    {
        (_pull.Server.CutAfter, _pull.Server.Cuts) = (100_000, 1);
        await Assert.ThrowsAsync<EnvironmentException>(() => _pull.RunAsync(attempts: 1));
        var part = await File.ReadAllBytesAsync(_pull.Part, Cancel);
        Array.Fill(part, (byte)7); // as if another version had been served then
        await File.WriteAllBytesAsync(_pull.Part, part, Cancel);
        _pull.Server.Tag = "\"two\"";

        await _pull.RunAsync();

        Assert.Equal(_pull.Weights, await File.ReadAllBytesAsync(_pull.Pulled, Cancel));
    }

    [Fact]
    public async Task A_damaged_part_that_nobody_noticed_costs_one_more_download()
    {
        (_pull.Server.CutAfter, _pull.Server.Cuts) = (100_000, 1);
        await Assert.ThrowsAsync<EnvironmentException>(() => _pull.RunAsync(attempts: 1));
        var part = await File.ReadAllBytesAsync(_pull.Part, Cancel);
        part[5] ^= 1;
        await File.WriteAllBytesAsync(_pull.Part, part, Cancel);

        await _pull.RunAsync();

        Assert.Equal(_pull.Weights, await File.ReadAllBytesAsync(_pull.Pulled, Cancel));
        Assert.Equal(3, _pull.Server.Requests.Count(request => request.StartsWith(PullFixture.Where, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_wrong_size_is_refused_before_it_is_read(int more)
    {
        var bytes = new byte[PullFixture.Size + more];
        _pull.Weights.AsSpan(0, Math.Min(PullFixture.Size, bytes.Length)).CopyTo(bytes);
        _pull.Server.Files[PullFixture.Where] = bytes;

        var problem = Assert.Single((await _pull.RunAsync()).Problems);

        Assert.Contains($"the file has {bytes.Length} bytes, {PullFixture.Size} are pinned", problem, StringComparison.Ordinal);
        Assert.False(File.Exists(_pull.Part));
    }

    [Fact]
    public async Task A_server_that_says_no_size_is_stopped_at_the_pinned_one()
    {
        _pull.Server.Instead = context =>
        {
            if (context.Request.Path != PullFixture.Where)
                return false;
            context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpBodyControlFeature>()!.AllowSynchronousIO = true;
            for (var i = 0; i < 3; i++)
                context.Response.Body.Write(_pull.Weights); // chunked, three times too long
            return true;
        };

        var pulled = await _pull.RunAsync();

        Assert.Contains("longer than the 300000 bytes", Assert.Single(pulled.Problems), StringComparison.Ordinal);
        Assert.False(File.Exists(_pull.Part));
    }

    [Fact]
    public async Task What_is_not_there_is_not_tried_again()
    {
        _pull.Server.Files.Remove(PullFixture.Where);

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => _pull.RunAsync());

        Assert.Contains("answered 404", e.Message, StringComparison.Ordinal);
        Assert.Single(_pull.Server.Requests);
    }

    [Fact]
    public async Task A_busy_server_is_asked_again()
    {
        _pull.Server.Failures.Enqueue(503);
        _pull.Server.Failures.Enqueue(429);

        Assert.True((await _pull.RunAsync()).Changed);
    }

    [Fact]
    public async Task A_server_that_stays_busy_is_given_up()
    {
        for (var i = 0; i < 9; i++)
            _pull.Server.Failures.Enqueue(500);

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => _pull.RunAsync());

        Assert.Contains("answered 500 (3 tries)", e.Message, StringComparison.Ordinal);
        Assert.Equal(3, _pull.Server.Requests.Count);
    }

    [Fact]
    public async Task A_redirect_on_this_machine_is_followed_and_keeps_the_range()
    {
        _pull.Server.Files["/cdn/x"] = _pull.Weights;
        _pull.Server.Instead = context =>
        {
            if (context.Request.Path == PullFixture.Where)
                context.Response.Redirect("/cdn/x?signature=secret");
            return context.Request.Path == PullFixture.Where;
        };
        (_pull.Server.CutAfter, _pull.Server.Cuts) = (200_000, 1);

        await _pull.RunAsync();

        Assert.Contains("/cdn/x bytes=200000-", _pull.Server.Requests);
    }

    [Theory]
    [InlineData("http://example.org/x?signature=secret")]
    [InlineData("ftp://127.0.0.1/x")]
    [InlineData("file:///etc/passwd")]
    public async Task A_redirect_to_an_address_that_may_not_be_asked_is_refused(string location)
    {
        _pull.Server.Instead = context =>
        {
            context.Response.Redirect(location);
            return true;
        };

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => _pull.RunAsync());

        Assert.Contains("is not followed", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_circle_of_redirects_ends()
    {
        _pull.Server.Instead = context =>
        {
            context.Response.Redirect(PullFixture.Where);
            return true;
        };

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => _pull.RunAsync());

        Assert.Contains("more than 5 times", e.Message, StringComparison.Ordinal);
    }
}
