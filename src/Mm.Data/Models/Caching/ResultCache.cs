using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Cache;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Caching;

/// <summary>
/// Embeddings and boxes by what they were made of: the content of a picture with its view and time, or the ids of a text; the model's
/// digest; the arithmetic of the device. Keys are keyed digests, values are numbers: neither says what was in the picture or the text.
/// </summary>
internal sealed class ResultCache(DiskCache cache, string arithmetic)
{
    /// <summary>Raised whenever the code changes what an embedding or a box is.</summary>
    private const int FormatVersion = 1;

    private long _hits;
    private long _misses;

    public CacheCounts Counts => new(Interlocked.Read(ref _hits), Interlocked.Read(ref _misses));

    /// <summary>The embedding of a view whose content is known.</summary>
    public ValueTask<float[]> ImageAsync(ModelUse model, View view, Func<Task<float[]>> embed) =>
        FindAsync([model.Digest, "image", .. Parts(view)], embed);

    /// <summary>The embedding of a text that became these ids.</summary>
    public ValueTask<float[]> TextAsync(ModelUse model, int[] ids, Func<Task<float[]>> embed) =>
        FindAsync([model.Digest, "text", Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<int>(ids)))], embed);

    /// <summary>The boxes in a view whose content is known, from a threshold on.</summary>
    public async ValueTask<IReadOnlyList<Box>> BoxesAsync(
        ModelUse model, View view, float threshold, Func<ValueTask<IReadOnlyList<Box>>> detect, CancellationToken cancel) =>
        await FindAsync([model.Digest, "boxes", Bits(threshold), .. Parts(view)], () => AwaitedAsync(detect, cancel));

    /// <summary>The lines of text in a view whose content is known: where they are. What they say is never kept.</summary>
    public async ValueTask<IReadOnlyList<Quad>> LinesAsync(
        ModelUse model, View view, float threshold, Func<ValueTask<IReadOnlyList<Quad>>> find, CancellationToken cancel) =>
        await FindAsync([model.Digest, "lines", Bits(threshold), .. Parts(view)], () => AwaitedAsync(find, cancel));

    // An answer that nobody waits for any more is not kept: the view's memory may hold another picture by then.
    private static async Task<T[]> AwaitedAsync<T>(Func<ValueTask<IReadOnlyList<T>>> look, CancellationToken cancel)
    {
        T[] seen = [.. await look()];
        cancel.ThrowIfCancellationRequested();
        return seen;
    }

    private static string[] Parts(View view) =>
        [view.Content!, view.Spec.ToString(), Bits(view.TimeSeconds), $"{view.ContentWidth}x{view.ContentHeight}"];

    private static string Bits(float value) => BitConverter.SingleToInt32Bits(value).ToString(CultureInfo.InvariantCulture);

    private async ValueTask<T[]> FindAsync<T>(string[] parts, Func<Task<T[]>> make)
        where T : struct
    {
        var material = string.Join('\0', [$"mm.data/result/{FormatVersion}", arithmetic, .. parts]);
        var key = cache.KeyOf(Encoding.UTF8.GetBytes(material));
        if (cache.Find(key) is { } found)
        {
            Interlocked.Increment(ref _hits);
            return MemoryMarshal.Cast<byte, T>(found).ToArray();
        }

        Interlocked.Increment(ref _misses);
        var made = await make();
        cache.Add(key, MemoryMarshal.AsBytes<T>(made));
        return made;
    }
}
