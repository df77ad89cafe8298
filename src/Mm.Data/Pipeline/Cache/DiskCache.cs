using System.Security.Cryptography;

namespace Mm.Data.Pipeline.Cache;

/// <summary>
/// Values on the disk by digest, for what can always be made again. Processes may share the folder: each appends to segments of its
/// own and reads those that were there when it opened. Above the limit the oldest segments go, whole. A value whose checksum is wrong,
/// because a process was killed while it wrote or the disk lied, is not there. Nothing is synced: what a power cut takes is made again.
/// Safe for concurrent use.
/// </summary>
public sealed class DiskCache : IDisposable
{
    private const string KeyFile = "key";
    private const int KeyBytes = 32;
    private const int SegmentsAtLimit = 16; // eviction takes a sixteenth at a time
    private const long SegmentBytesMax = 64L << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<CacheKey, Place> _places = [];
    private readonly SortedDictionary<long, CacheSegment> _segments = [];
    private readonly string _folder;
    private readonly long _limitBytes;
    private readonly byte[] _secret;
    private CacheSegment? _own;
    private bool _isFull;

    private DiskCache(string folder, long limitBytes, byte[] secret) => (_folder, _limitBytes, _secret) = (folder, limitBytes, secret);

    /// <summary>Bytes of all segments that this process knows.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
                return _segments.Values.Sum(segment => segment.Bytes);
        }
    }

    /// <summary>Opens or creates a cache of at most <paramref name="limitBytes"/>.</summary>
    /// <exception cref="EnvironmentException">The folder cannot be made, read or written.</exception>
    public static DiskCache Open(string folder, long limitBytes)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var cache = new DiskCache(folder, limitBytes, Secret(Path.Combine(folder, KeyFile)));
            cache.Load();
            return cache;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException(
                $"The cache in {folder} cannot be used: {e.Message} Correct its rights, choose another Models:Cache:Folder, " +
                "or set Models:Cache:SizeMib to 0.", e);
        }
    }

    /// <summary>
    /// The key of what <paramref name="material"/> says: an HMAC with a secret of this cache, so that keys cannot be guessed backward.
    /// </summary>
    public CacheKey KeyOf(ReadOnlySpan<byte> material)
    {
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret, material, digest);
        return CacheKey.Read(digest);
    }

    /// <summary>The value, or null where there is none or it is damaged.</summary>
    public byte[]? Find(CacheKey key)
    {
        CacheSegment? segment;
        Place place;
        lock (_gate)
        {
            if (!_places.TryGetValue(key, out place) || !_segments.TryGetValue(place.Segment, out segment))
                return null;
        }

        if (segment.Read(place.Offset, key) is { } value)
            return value;
        lock (_gate)
            _places.Remove(key);
        return null;
    }

    /// <summary>Keeps a value; of two under one key the later. A disk without room ends the keeping, never the work.</summary>
    public void Add(CacheKey key, ReadOnlySpan<byte> value)
    {
        lock (_gate)
        {
            if (_isFull || value.Length > CacheSegment.ValueBytesMax || value.Length > _limitBytes / SegmentsAtLimit)
                return;
            try
            {
                if (_own is null || _own.Bytes + value.Length > SegmentBytes)
                    Roll();
                _places[key] = new Place(_own!.Number, _own.Append(key, value));
            }
            catch (IOException)
            {
                _isFull = true; // a cache must not fail what would succeed without it
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var segment in _segments.Values)
                segment.Dispose();
            _segments.Clear();
            _places.Clear();
            _isFull = true;
        }
    }

    private long SegmentBytes => Math.Min(SegmentBytesMax, _limitBytes / SegmentsAtLimit);

    private void Load()
    {
        foreach (var path in Directory.EnumerateFiles(_folder, "*" + CacheSegment.Suffix).Order(StringComparer.Ordinal))
        {
            if (CacheSegment.TryOpen(path) is not { } segment)
                continue;
            _segments.Add(segment.Number, segment);
            foreach (var (key, offset) in segment.Scan())
                _places[key] = new Place(segment.Number, offset);
        }

        Evict();
    }

    /// <summary>Starts a segment behind the newest of any process.</summary>
    private void Roll()
    {
        var last = Directory.EnumerateFiles(_folder, "*" + CacheSegment.Suffix).Select(CacheSegment.NumberOf)
            .Concat(_segments.Keys).DefaultIfEmpty(0).Max();
        do
            _own = CacheSegment.TryCreate(_folder, ++last);
        while (_own is null);
        _segments.Add(last, _own);
        Evict();
    }

    private void Evict()
    {
        while (_segments.Count > 1 && _segments.Values.Sum(segment => segment.Bytes) > _limitBytes - SegmentBytes)
        {
            var oldest = _segments.Values.First();
            if (oldest == _own)
                return;
            _segments.Remove(oldest.Number);
            oldest.Delete();
            foreach (var key in _places.Where(pair => pair.Value.Segment == oldest.Number).Select(pair => pair.Key).ToArray())
                _places.Remove(key);
        }
    }

    /// <summary>The secret, made by whichever process comes first.</summary>
    private static byte[] Secret(string path)
    {
        // Nothing here is synced: after a power cut the name may be there without its bytes. An empty key would be everybody's.
        if (new FileInfo(path) is { Exists: true, Length: not KeyBytes })
            File.Delete(path);
        if (!File.Exists(path))
        {
            var own = $"{path}.{Environment.ProcessId}{Durable.TemporarySuffix}";
            File.WriteAllBytes(own, RandomNumberGenerator.GetBytes(KeyBytes));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(own, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            try
            {
                File.Move(own, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(own); // another process was first
            }
        }

        return File.ReadAllBytes(path);
    }

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    private readonly record struct Place(long Segment, long Offset);
}
