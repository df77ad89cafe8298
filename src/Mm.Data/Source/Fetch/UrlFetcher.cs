using System.Net;
using System.Net.Sockets;

namespace Mm.Data.Source.Fetch;

/// <summary>
/// Loads one file of a list over HTTP. The address is checked where the connection is made, on what the name was resolved to for this very
/// connection, so that a name that answers differently the second time gains nothing. No proxy of the environment, no cookies, no
/// credentials, no decompression; redirects are followed by hand and checked like the first address.
/// </summary>
internal sealed class UrlFetcher : IDisposable
{
    private const int BufferBytes = 1 << 16;
    private const int HeadersKibMax = 64;

    private static readonly string[] RobotsTags = ["noai", "noimageai"];

    private readonly FetchOptions _options;
    private readonly AddressGuard _guard;
    private readonly IHostResolver _resolver;
    private readonly HttpMessageInvoker _http;

    public UrlFetcher(FetchOptions options, IHostResolver resolver)
    {
        (_options, _guard, _resolver) = (options, new AddressGuard(options.PrivateNetworks), resolver);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = ConnectAsync,
            Credentials = null,
            MaxConnectionsPerServer = options.PerHost,
            MaxResponseHeadersLength = HeadersKibMax,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            UseCookies = false,
            UseProxy = false,
        });
    }

    /// <summary>Writes the body to <paramref name="target"/>.</summary>
    /// <returns>Null, or why there is none; what was written by then is no file.</returns>
    public async Task<string?> FetchAsync(string url, Stream target, CancellationToken cancel)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(TimeSpan.FromSeconds(_options.TimeoutSeconds));
        try
        {
            return await FollowAsync(UrlRules.Parse(url, _options.PortsOrUsual), target, time.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return FetchReasons.Timeout;
        }
        catch (HttpRequestException e)
        {
            return IsRefusal(e) ? FetchReasons.Refused : FetchReasons.Unreachable;
        }
        catch (HttpIOException)
        {
            return FetchReasons.Unreachable; // broke off in the middle of the body
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<string?> FollowAsync(Uri? url, Stream target, CancellationToken cancel)
    {
        for (var redirects = 0; url is not null; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
            using var response = await _http.SendAsync(request, cancel);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Redirect or HttpStatusCode.RedirectMethod
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
                return await TakeAsync(response, target, cancel);
            if (redirects == _options.RedirectsMax)
                return FetchReasons.Redirects;
            url = UrlRules.Follow(url, response.Headers.Location, _options.PortsOrUsual);
        }

        return FetchReasons.Refused;
    }

    private async Task<string?> TakeAsync(HttpResponseMessage response, Stream target, CancellationToken cancel)
    {
        var bytesMax = (long)_options.BodyMibMax << 20;
        if (response.StatusCode is not HttpStatusCode.OK)
            return FetchReasons.Status;
        if (_options.RespectOptOut && IsReserved(response))
            return FetchReasons.OptOut;
        if (response.Content.Headers.ContentEncoding.Any(coding => coding != "identity"))
            return FetchReasons.Encoded;
        if (response.Content.Headers.ContentLength > bytesMax)
            return FetchReasons.TooLarge;

        await using var body = await response.Content.ReadAsStreamAsync(cancel);
        var buffer = new byte[BufferBytes];
        var total = 0L;
        while (await body.ReadAsync(buffer, cancel) is var read and > 0)
        {
            if ((total += read) > bytesMax)
                return FetchReasons.TooLarge;
            await target.WriteAsync(buffer.AsMemory(0, read), cancel);
        }

        return total > 0 ? null : FetchReasons.Empty;
    }

    /// <summary>By the tags that img2dataset heeds, and the TDM Reservation Protocol of the W3C community group.</summary>
    private static bool IsReserved(HttpResponseMessage response)
    {
        var robots = response.Headers.TryGetValues("X-Robots-Tag", out var tags) ? tags : [];
        var reservation = response.Headers.TryGetValues("tdm-reservation", out var values) ? values : [];
        return robots.SelectMany(tag => tag.Split(',', ':')).Any(tag => RobotsTags.Contains(tag.Trim(), StringComparer.OrdinalIgnoreCase))
            || reservation.Any(value => value.Trim() == "1");
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var host = context.DnsEndPoint.Host.Trim('[', ']');
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolver.ResolveAsync(host, cancel);
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        // One private address among public ones is enough: a name that has both is made for this.
        if (!addresses.All(_guard.Allows))
            throw new RefusedAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsRefusal(Exception? e) => e is RefusedAddressException || (e is not null && IsRefusal(e.InnerException));

    /// <summary>Names no address: that would put it into messages.</summary>
    private sealed class RefusedAddressException() : Exception("The address is not public.");
}
