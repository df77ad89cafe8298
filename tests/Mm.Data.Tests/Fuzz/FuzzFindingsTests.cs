using System.Diagnostics;
using System.Text;
using Mm.Data.Fuzz;
using Xunit;

namespace Mm.Data.Tests.Fuzz;

/// <summary>What <c>ops/fuzz</c> has found, each input once.</summary>
public sealed class FuzzFindingsTests
{
    // Asks for a page of values that the file's 726 bytes do not hold.
    private const string SlowParquet =
        "UEFSMRUAFTAVNCwVBBUAFQYcISFiaW5hcnkgYS5qcGcWACgFYi5qamcYBWEuanAAFgQZHBksJggcFQwZgCUABhlnBQAAAGIuanBnFQAVHhAiLBUEFQAVBhWVHBgDT25lGA" +
        "NPbmUWAigDT25lGANPbmUAAAAPOPYAAOTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5AACAQIAAwAAAMCAT25lFQIZPEgEcm9vdBUE" +
        "ABUMJQIYBHBhdGglAEwcAAAAFQwlAhgHY2FwdGlvbiUATBwAAAAWBBkcGSwmCBwVDBklAAYxMTExMTExMTExMTExMTExMTExMTExMTExMTEYfAoAAAAEAQUAMTExMTExMT" +
        "EZGARwYZSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUAAAAgJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSU" +
        "lJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJR0aBUCFgQWkgEWlgEmCD0YBWIuanBnGA" +
        "VhLmpwZ5SUdGgVAhYEFpIBFpYBJgg9GAViLmpwZxgFYS5qcGcWACgFYi5qcGcYBWEuanBnAAAAJp4BHBUMGSUABhmeARgHY2FwdGnW1tbW1tbW1tbW1tbW1tbW1tbW1m9u" +
        "FQIbBBZwFnQmngE8FgNPbmUYA09uZRYCKANPbmUYA09uZQAAABaCAhYENooCAChKXWFwYXRoPXJxdWV0Lk5ldCB2ZXJzaW9uIDYuMS4wIChidWlsZCBjMTc5ZCA5N2JkMj" +
        "U0OWI1ZjRudWxsNGE5MjQxZTcyOWY4NjlkNDk0N2VlNTkpAAUBAABQQVIx";

    [Fact]
    public Task A_note_that_ends_with_its_blank_line_is_no_checkpoint() => HoldsAsync("checkpoint", "example.org\n1\nAAAA\n\n");

    [Fact]
    public Task A_url_whose_host_only_looks_like_punycode_is_refused() => HoldsAsync("url", "https://xn--b\uFFFDher-kva.example/");

    [Fact]
    public Task A_manifest_with_a_key_twice_is_no_manifest() => HoldsAsync("manifest", "{\"format\":2,\"format\":2}");

    [Fact]
    public Task A_list_row_with_half_a_surrogate_pair_in_a_key_is_a_faulty_row() =>
        HoldsAsync("captions-jsonl", "{\"capt\\ud800ion\":\"x\",\"path\":\"c.jpg\"}\n");

    [Fact]
    public async Task A_small_parquet_list_that_promises_much_is_refused_soon()
    {
        var watch = Stopwatch.StartNew();
        Assert.Null(await Target("captions-parquet").TryAsync(Convert.FromBase64String(SlowParquet)));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
    }

    private static async Task HoldsAsync(string target, string input) =>
        Assert.Null(await Target(target).TryAsync(Encoding.UTF8.GetBytes(input)));

    private static FuzzTarget Target(string name) => FuzzTargets.All.Single(target => target.Name == name);
}
