using System.Net;
using System.Net.Http.Headers;
using Xunit;

namespace Mm.Data.Tests.Kit;

/// <summary>
/// A browser without a page: keeps cookies whatever they say of TLS, and follows redirects when told to. Where the service stands under a
/// public address, that one's requests go to the service itself, as a proxy sends them.
/// </summary>
internal sealed class Visitor(Uri service, Uri? publicUrl = null) : IDisposable
{
    private const int HopsMax = 10;
    private readonly Dictionary<string, string> _cookies = [];
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Every <c>Set-Cookie</c> that came, as it came.</summary>
    public List<string> SetCookies { get; } = [];

    public string? Key { get; init; }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        // As it is written: two dots and double slashes are what some tests send.
        var address = path.StartsWith('/') ? AsWritten(path) : new Uri(path);
        var isOwn = Same(address, service) || (publicUrl is not null && Same(address, publicUrl));
        var target = isOwn && !Same(address, service) ? AsWritten(address.PathAndQuery) : address;
        using var request = new HttpRequestMessage(method, target) { Content = content };
        if (isOwn && _cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        if (Key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        var answer = await _client.SendAsync(request, Cancel);
        if (isOwn && answer.Headers.TryGetValues("Set-Cookie", out var set))
            Keep(set);
        return answer;
    }

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public async Task<HttpStatusCode> StatusAsync(string path, params (string Name, string Value)[] headers)
    {
        using var answer = await GetAsync(path, headers);
        return answer.StatusCode;
    }

    /// <summary>Goes where redirects lead, to the provider and back.</summary>
    public async Task<HttpResponseMessage> FollowAsync(string path)
    {
        var answer = await GetAsync(path);
        for (var hop = 0; answer.StatusCode is HttpStatusCode.Redirect && hop < HopsMax; hop++)
        {
            var next = answer.Headers.Location!;
            answer.Dispose();
            answer = await GetAsync(next.IsAbsoluteUri ? next.AbsoluteUri : next.OriginalString);
        }

        return answer;
    }

    public void Dispose() => _client.Dispose();

    private Uri AsWritten(string path) => new(
        service.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private static bool Same(Uri one, Uri other) => one.Host == other.Host && one.Port == other.Port;

    private void Keep(IEnumerable<string> set)
    {
        foreach (var cookie in set)
        {
            SetCookies.Add(cookie);
            var pair = cookie.Split(';')[0].Split('=', 2);
            if (pair[1].Length == 0)
                _cookies.Remove(pair[0]);
            else
                _cookies[pair[0]] = pair[1];
        }
    }
}
