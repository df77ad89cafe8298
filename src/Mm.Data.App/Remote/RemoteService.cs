using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
using Mm.Data.Pipeline;
using Mm.Data.Web.Api;
using Mm.Data.Web.Api.Contracts;

namespace Mm.Data.App.Remote;

/// <summary>Another machine's service, asked through its HTTP API instead of a catalog of this machine.</summary>
internal sealed class RemoteService : IDisposable
{
    private static readonly Option<string?> Server = new("--server")
    {
        Description = "Address of a service to ask instead of this machine's catalog: https://mmdata.example.org.",
    };

    private static readonly Option<string?> KeyFile = new("--key-file") { Description = "File with an API key of that service." };
    private readonly HttpClient _client;

    private RemoteService(Uri address, string? key)
    {
        _client = new HttpClient { BaseAddress = address };
        if (key is not null)
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Lets a command be asked of another machine.</summary>
    public static Command AddTo(Command command)
    {
        command.Options.Add(Server);
        command.Options.Add(KeyFile);
        return command;
    }

    /// <summary>Null: the command is this machine's.</summary>
    /// <exception cref="ConfigurationException">The address is none, or would carry the key in clear.</exception>
    public static RemoteService? Of(ParseResult parse)
    {
        if (parse.GetValue(Server) is not { } server)
            return null;
        if (!Uri.TryCreate(server.TrimEnd('/') + "/", UriKind.Absolute, out var address) || !IsPrivate(address))
            throw new ConfigurationException($"--server {server}: give an https address; a key does not travel in clear.");
        return new RemoteService(address, parse.GetValue(KeyFile) is { } file ? KeyOf(file) : null);
    }

    /// <summary>What lies there; null: nothing does.</summary>
    public async Task<T?> FindAsync<T>(string path, CancellationToken cancel)
        where T : class
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null, cancel);
        return answer.StatusCode is HttpStatusCode.NotFound ? null : await ReadAsync<T>(answer, cancel);
    }

    /// <summary>All of a list that comes in pages, up to <paramref name="most"/>; null: there is no such list.</summary>
    public async Task<IReadOnlyList<T>?> ListAsync<T>(string path, int most, CancellationToken cancel)
    {
        var all = new List<T>();
        var between = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        for (string? after = null; ;)
        {
            var key = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
            var limit = Math.Min(1000, most - all.Count);
            if (await FindAsync<ItemPage<T>>($"{path}{between}limit={limit}{key}", cancel) is not { } page)
                return null;
            all.AddRange(page.Items);
            if (page.Next is null || all.Count >= most)
                return all;
            after = page.Next;
        }
    }

    /// <summary>Tells the service to do something. False: there is no such thing.</summary>
    public async Task<bool> DoAsync(HttpMethod method, string path, CancellationToken cancel)
    {
        using var answer = await SendAsync(method, path, null, cancel);
        return answer.StatusCode is not HttpStatusCode.NotFound;
    }

    /// <summary>Sends an order and reads the answer; null: there is no such thing.</summary>
    public async Task<TAnswer?> PostAsync<TOrder, TAnswer>(string path, TOrder? order, CancellationToken cancel)
        where TAnswer : class
    {
        using var content = order is null ? null : JsonContent.Create(order, Type<TOrder>());
        using var answer = await SendAsync(HttpMethod.Post, path, content, cancel);
        return answer.StatusCode is HttpStatusCode.NotFound ? null : await ReadAsync<TAnswer>(answer, cancel);
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancel)
    {
        try
        {
            using var request = new HttpRequestMessage(method, new Uri("api/v1/" + path, UriKind.Relative)) { Content = content };
            var answer = await _client.SendAsync(request, cancel);
            if (answer.IsSuccessStatusCode || answer.StatusCode is HttpStatusCode.NotFound)
                return answer;
            using (answer)
                throw await RefusalAsync(answer, cancel);
        }
        catch (HttpRequestException e)
        {
            throw new EnvironmentException($"The service {_client.BaseAddress} cannot be reached: {e.Message}", e);
        }
    }

    private static async Task<Exception> RefusalAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        string? why = null;
        if (answer.Content.Headers.ContentType?.MediaType is "application/problem+json")
            why = (await answer.Content.ReadFromJsonAsync(Type<ProblemDetails>(), cancel))?.Detail;
        why ??= $"it answered {(int)answer.StatusCode}";
        return (int)answer.StatusCode is >= 500 or (int)HttpStatusCode.TooManyRequests
            ? new EnvironmentException($"The service cannot: {why}")
            : new ConfigurationException($"The service refuses: {why}");
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancel)
        where T : class
    {
        try
        {
            return (await answer.Content.ReadFromJsonAsync(Type<T>(), cancel))!;
        }
        catch (JsonException e)
        {
            throw new EnvironmentException("The service answers in another way than this version of mmdata knows.", e);
        }
    }

    private static JsonTypeInfo<T> Type<T>() => (JsonTypeInfo<T>)ApiJson.Default.GetTypeInfo(typeof(T))!;

    private static bool IsPrivate(Uri address) => address.Scheme == Uri.UriSchemeHttps
        || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);

    private static string KeyOf(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"--key-file {file} cannot be read: {e.Message}");
        }
    }
}
