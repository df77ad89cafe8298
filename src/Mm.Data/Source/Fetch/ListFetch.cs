using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mm.Data.Pipeline;

namespace Mm.Data.Source.Fetch;

/// <summary>
/// Loads the files of a list of URLs into a folder that <c>mmdata run</c> reads: <c>media/</c>, and <c>list.jsonl</c> with path, caption
/// and URL in the order of the list. Fetching is a step of its own, because a run digests, measures and renders the same bytes, which a
/// server need not give three times, and because what is not redacted belongs to the source alone.
/// </summary>
public static class ListFetch
{
    private const string Listed = "list.jsonl";
    private const string Missing = "missing.jsonl";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="ConfigurationException">The list or the output cannot be used.</exception>
    /// <exception cref="EnvironmentException">The list cannot be read or the output written; the same call goes on.</exception>
    public static Task<FetchReport> RunAsync(FetchOrder order, FetchOptions options, IProgress<long> progress, CancellationToken cancel) =>
        RunAsync(order, options, new SystemResolver(), progress, cancel);

    internal static async Task<FetchReport> RunAsync(
        FetchOrder order, FetchOptions options, IHostResolver resolver, IProgress<long> progress, CancellationToken cancel)
    {
        var list = order.Open();
        using var files = FetchedFiles.Open(order.Output);
        using var fetcher = new UrlFetcher(options, resolver);
        var work = new Work(files, fetcher, options);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancel };
        await Parallel.ForEachAsync(list.ReadAsync(cancel), limits, async (row, stop) =>
        {
            await work.RowAsync(row, stop);
            progress.Report(work.Rows);
        });
        return await WriteAsync(order, work, cancel);
    }

    /// <summary>Reads the list once more for the captions: those of a large one are never all in memory.</summary>
    private static async Task<FetchReport> WriteAsync(FetchOrder order, Work work, CancellationToken cancel)
    {
        var refused = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var (rows, fetched) = (0L, 0L);
        await Durable.WriteAsync(Path.Combine(order.Output, Listed), list => Durable.WriteAsync(
            Path.Combine(order.Output, Missing), async missing =>
            {
                await foreach (var row in order.Open().ReadAsync(cancel))
                {
                    rows++;
                    var url = work.Outcomes.GetValueOrDefault(row.Line) ?? throw new EnvironmentException("The list changed meanwhile.");
                    if (url.Path is { } path)
                    {
                        fetched++;
                        var caption = await row.Caption.ReadAsync(cancel);
                        await LineAsync(list, new { path, text = caption.Text, url = row.Path }, cancel);
                        continue;
                    }

                    refused[url.Reason!] = refused.GetValueOrDefault(url.Reason!) + 1;
                    await LineAsync(missing, new { line = row.Line, reason = url.Reason }, cancel);
                }
            }, cancel), cancel);
        return new FetchReport(rows, fetched, work.Reused, refused);
    }

    private static async Task LineAsync<T>(Stream stream, T row, CancellationToken cancel)
    {
        await JsonSerializer.SerializeAsync(stream, row, Json, cancel);
        stream.WriteByte((byte)'\n');
    }

    private sealed class Work(FetchedFiles files, UrlFetcher fetcher, FetchOptions options)
    {
        private readonly ConcurrentDictionary<string, Lazy<Task<FetchedUrl>>> _inFlight = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, SemaphoreSlim> _hosts = new(StringComparer.OrdinalIgnoreCase);
        private long _rows;
        private long _reused;

        public ConcurrentDictionary<long, FetchedUrl> Outcomes { get; } = new();

        public long Rows => Interlocked.Read(ref _rows);

        public long Reused => Interlocked.Read(ref _reused);

        public async ValueTask RowAsync(ListRow row, CancellationToken cancel)
        {
            Outcomes[row.Line] = row.Path is null ? new FetchedUrl(null, FetchReasons.Row) : await UrlAsync(row.Path, cancel);
            Interlocked.Increment(ref _rows);
        }

        private async Task<FetchedUrl> UrlAsync(string url, CancellationToken cancel)
        {
            var key = FetchedFiles.KeyOf(url);
            if (files.Find(key) is not { } known)
                return await _inFlight.GetOrAdd(key, _ => new(() => OnceAsync(key, url, cancel))).Value;
            if (known.Path is not null)
                Interlocked.Increment(ref _reused);
            return known;
        }

        private async Task<FetchedUrl> OnceAsync(string key, string url, CancellationToken cancel)
        {
            var host = Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.Authority : "";
            var turn = _hosts.GetOrAdd(host, _ => new SemaphoreSlim(options.PerHost));
            await turn.WaitAsync(cancel);
            try
            {
                return await files.TakeAsync(key, stream => fetcher.FetchAsync(url, stream, cancel), cancel);
            }
            finally
            {
                turn.Release();
            }
        }
    }
}
