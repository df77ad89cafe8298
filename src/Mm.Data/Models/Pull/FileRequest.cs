using System.Net;
using System.Net.Http.Headers;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Pull;

/// <summary>One request for what is missing of a file (RFC 9110, range requests), redirects followed by our own rules.</summary>
internal sealed class FileRequest(
    HttpClient client, PullSettings settings, TimeProvider time, Uri address, CatalogueFile file, PartFile part)
{
    private const int RedirectsMax = 5;
    private const int BufferBytes = 1 << 17;

    /// <exception cref="EnvironmentException">The server will not give the file, or the disk fails.</exception>
    public async Task<Attempt> RunAsync(IProgress<PullProgress>? progress, CancellationToken cancel)
    {
        if (part.Length > file.Bytes)
            part.Delete();
        if (part.Length == file.Bytes)
            return new Attempt(AttemptEnd.Whole);
        using var patience = new CancellationTokenSource(settings.Silence, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        try
        {
            using var response = await AskAsync(both.Token);
            return Answer(response) is { } end ? end : await CopyAsync(response, progress, patience, both.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Attempt.Broken($"no answer for {settings.Silence.TotalSeconds} seconds");
        }
        catch (HttpRequestException e)
        {
            return Attempt.Broken(e.Message);
        }
    }

    private async Task<HttpResponseMessage> AskAsync(CancellationToken cancel)
    {
        var from = address;
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, from);
            if (part.Length > 0)
            {
                request.Headers.Range = new RangeHeaderValue(part.Length, null);
                if (EntityTagHeaderValue.TryParse(part.Tag, out var tag))
                    request.Headers.IfRange = new RangeConditionHeaderValue(tag);
            }

            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
                return response;
            using (response)
            {
                if (redirects == RedirectsMax)
                    throw new EnvironmentException($"{Addresses.Show(address)} redirects more than {RedirectsMax} times.");
                from = Addresses.Next(from, response.Headers.Location, settings.AllowHttp);
            }
        }
    }

    /// <summary>Null where bytes follow that belong at the end of the part.</summary>
    private Attempt? Answer(HttpResponseMessage response)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK: // the server knows no ranges, or the file is not the one that the part came from
                part.Restart(response.Headers.ETag is { IsWeak: false, Tag: var tag } ? tag : null);
                return response.Content.Headers.ContentLength is { } length && length != file.Bytes ? WrongSize(length) : null;
            case HttpStatusCode.PartialContent:
                var range = response.Content.Headers.ContentRange;
                if (range?.Length is { } whole && whole != file.Bytes)
                    return WrongSize(whole);
                if (range?.From == part.Length)
                    return null;
                part.Delete();
                return Attempt.Broken("the server gave another range than was asked for");
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                part.Delete();
                return response.Content.Headers.ContentRange?.Length is { } other && other != file.Bytes
                    ? WrongSize(other)
                    : Attempt.Broken("the server could not go on from here");
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                return Attempt.Broken($"the server answered {(int)response.StatusCode}", response.Headers.RetryAfter?.Delta);
            default:
                throw new EnvironmentException(
                    $"{Addresses.Show(address)}: the server answered {(int)response.StatusCode}. Check Models:PullBase or --from: " +
                    "it must be laid out as the catalogue says.");
        }
    }

    private Attempt WrongSize(long bytes) => Attempt.Refused($"the file has {bytes} bytes, {file.Bytes} are pinned. Nothing was kept.");

    private async Task<Attempt> CopyAsync(
        HttpResponseMessage response, IProgress<PullProgress>? progress, CancellationTokenSource patience, CancellationToken cancel)
    {
        var buffer = new byte[BufferBytes];
        var done = part.Length;
        await using var from = await response.Content.ReadAsStreamAsync(cancel);
        await using var to = part.Append();
        while (true)
        {
            int count;
            try
            {
                patience.CancelAfter(settings.Silence);
                count = await from.ReadAsync(buffer, cancel);
            }
            catch (IOException e)
            {
                return Attempt.Broken($"the connection broke: {e.Message}");
            }

            if (count == 0)
                return done == file.Bytes ? new Attempt(AttemptEnd.Whole) : Attempt.Broken("the connection ended early");
            done += count;
            if (done > file.Bytes)
                return Attempt.Refused($"the file is longer than the {file.Bytes} bytes that are pinned. Nothing was kept.");
            Write(to, buffer.AsSpan(0, count));
            progress?.Report(new PullProgress(file.Path, done, file.Bytes));
        }
    }

    /// <summary>At once to the kernel: what has come is there when the process dies, and a full disk is told here.</summary>
    private void Write(FileStream to, ReadOnlySpan<byte> bytes)
    {
        try
        {
            to.Write(bytes);
            to.Flush();
        }
        catch (IOException e)
        {
            throw part.Unwritable(e);
        }
    }
}
