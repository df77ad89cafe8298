using System.Net;
using Mm.Data.Source.Fetch;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Source.Fetch;

/// <summary>
/// Addresses that a list must not make this machine ask. A real server listens behind those that lead to this machine, and must not be
/// asked once.
/// </summary>
public sealed class UrlFetcherTests : IAsyncLifetime
{
    private FileServer _server = null!;

    /// <summary>Forms of addresses; PORT is the listening server's. Names are answered by <see cref="Names"/>.</summary>
    public static TheoryData<string> Attacks { get; } =
    [
        // this machine, in every spelling
        "http://127.0.0.1:PORT/", "http://127.1:PORT/", "http://127.0.1:PORT/", "http://2130706433:PORT/", "http://0x7f000001:PORT/",
        "http://0x7f.0.0.1:PORT/", "http://0177.0.0.1:PORT/", "http://017700000001:PORT/", "http://0:PORT/", "http://0.0.0.0:PORT/",
        "http://127.255.255.254:PORT/", "http://localhost:PORT/", "http://LOCALHOST:PORT/", "http://localhost.:PORT/",
        "http://[::1]:PORT/", "http://[::]:PORT/", "http://[0:0:0:0:0:0:0:1]:PORT/", "http://[::ffff:127.0.0.1]:PORT/",
        "http://[::ffff:7f00:1]:PORT/", "http://[::127.0.0.1]:PORT/", "http://[64:ff9b::127.0.0.1]:PORT/", "http://[64:ff9b:1::7f00:1]:PORT/",
        "http://[2002:7f00:1::]:PORT/", "http://[2001:0:7f00:1::1]:PORT/", "http://①②⑦.⓪.⓪.①:PORT/", "http://127。0。0。1:PORT/",
        // its networks
        "http://10.0.0.1/", "http://10.255.255.255/", "http://172.16.0.1/", "http://172.31.255.254/", "http://192.168.1.1/",
        "http://100.64.0.1/", "http://100.100.100.200/", "http://192.0.0.1/", "http://198.18.0.1/", "http://[fc00::1]/", "http://[fd00:ec2::254]/",
        "http://[fe80::1]/", "http://[fe80::1%25eth0]/", "http://[fec0::1]/", "http://[ff02::1]/", "http://224.0.0.1/", "http://239.255.255.250/",
        "http://255.255.255.255/", "http://240.0.0.1/", "http://192.0.2.1/", "http://[2001:db8::1]/",
        // services that clouds offer to their machines
        "http://169.254.169.254/latest/meta-data/", "http://[::ffff:169.254.169.254]/", "http://169.254.170.2/", "http://168.63.129.16/",
        "http://2852039166/", "http://0xa9fea9fe/", "http://metadata.example/", "http://metadata.example./",
        // names that lead there
        "http://private.example:PORT/", "http://both.example:PORT/", "http://six.example:PORT/",
        // other ways to be led astray
        "file:///etc/passwd", "gopher://127.0.0.1:PORT/", "ftp://example.com/", "ldap://example.com/", "data:image/png;base64,AAAA",
        "http://user:word@public.example/", "http://public.example@127.0.0.1:PORT/", "http://public.example:22/", "http://public.example:6379/",
        "http:///etc/passwd", "//127.0.0.1:PORT/", "http://public.example\t.evil/", "", "http://", "jar:http://127.0.0.1:PORT/!/", "HTTP:127.0.0.1:PORT",
    ];

    public async ValueTask InitializeAsync()
    {
        _server = await FileServer.StartAsync();
        _server.Files["/"] = [1];
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Promise(PromiseAttribute.Media, "A list of URLs makes this machine ask no address that is not public.")]
    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task An_address_that_is_not_public_is_refused_and_nobody_asked(string url)
    {
        var options = new FetchOptions { Ports = [80, 443, _server.Address.Port] };
        Assert.Equal("url-refused", await FetchAsync(url.Replace("PORT", $"{_server.Address.Port}", StringComparison.Ordinal), options, new Names()));
        Assert.Empty(_server.Requests);
    }

    [Promise(PromiseAttribute.Media, "Nor does a redirect.")]
    [Theory]
    [InlineData("http://127.0.0.2:PORT/")]
    [InlineData("http://169.254.169.254/")]
    [InlineData("http://private.example:PORT/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://user@127.0.0.1:PORT/")]
    [InlineData("//[::1]:PORT/")]
    [InlineData("http://127.0.0.1:1/")]
    public async Task A_redirect_is_held_to_the_same_rules(string location)
    {
        var to = location.Replace("PORT", $"{_server.Address.Port}", StringComparison.Ordinal);
        _server.Instead = context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = to;
            return true;
        };
        Assert.Equal("url-refused", await FetchAsync(_server.Address.ToString(), Own(), new Names(IPAddress.Parse("127.0.0.3"))));
        Assert.Single(_server.Requests);
    }

    [Promise(PromiseAttribute.Media, "Nor does a name that answers differently the second time.")]
    [Fact]
    public async Task A_name_that_answers_differently_the_second_time_gains_nothing()
    {
        // Rebinding: the connection goes to what was checked for it, and the next connection is checked anew.
        var names = new Names(IPAddress.Parse("127.0.0.1"), IPAddress.Parse("127.0.0.2"));
        _server.Instead = context =>
        {
            context.Response.Headers.Connection = "close";
            return false;
        };
        using var fetcher = new UrlFetcher(Own(), names);
        var url = $"http://private.example:{_server.Address.Port}/";
        Assert.Null(await fetcher.FetchAsync(url, new MemoryStream(), CancellationToken.None));
        Assert.Equal("url-refused", await fetcher.FetchAsync(url, new MemoryStream(), CancellationToken.None));
        Assert.Equal(2, names.Asked);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task The_environments_proxy_is_not_used()
    {
        Environment.SetEnvironmentVariable("http_proxy", _server.Address.ToString());
        try
        {
            Assert.Equal("url-refused", await FetchAsync("http://192.168.1.1/", new FetchOptions(), new Names()));
            Assert.Empty(_server.Requests);
        }
        finally
        {
            Environment.SetEnvironmentVariable("http_proxy", null);
        }
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("100.128.0.1", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("10.2.0.1", false)]
    public void Public_addresses_and_named_networks_are_allowed(string address, bool allowed) =>
        Assert.Equal(allowed, new AddressGuard(["10.1.0.0/16"]).Allows(IPAddress.Parse(address)));

    private FetchOptions Own() => new() { Ports = [_server.Address.Port], PrivateNetworks = ["127.0.0.1/32"] };

    private static async Task<string?> FetchAsync(string url, FetchOptions options, IHostResolver resolver)
    {
        using var fetcher = new UrlFetcher(options, resolver);
        return await fetcher.FetchAsync(url, new MemoryStream(), CancellationToken.None);
    }

    /// <summary>An attacker's name server; or one that answers with the given addresses in turn.</summary>
    private sealed class Names(params IPAddress[] turns) : IHostResolver
    {
        public int Asked { get; private set; }

        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel)
        {
            Asked++;
            return Task.FromResult<IPAddress[]>(host.TrimEnd('.').ToLowerInvariant() switch
            {
                _ when turns.Length > 0 => [turns[Math.Min(Asked, turns.Length) - 1]],
                "localhost" or "private.example" => [IPAddress.Loopback],
                "both.example" => [IPAddress.Parse("93.184.216.34"), IPAddress.Loopback],
                "six.example" => [IPAddress.IPv6Loopback],
                "metadata.example" => [IPAddress.Parse("169.254.169.254")],
                _ => [IPAddress.Parse("10.0.0.1")],
            });
        }
    }
}
