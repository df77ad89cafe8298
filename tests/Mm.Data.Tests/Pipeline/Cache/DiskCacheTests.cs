using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Cache;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Pipeline.Cache;

public sealed class DiskCacheTests : IDisposable
{
    private const long Mib = 1 << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_added_is_found_also_by_the_next_process()
    {
        using (var cache = Open())
        {
            cache.Add(cache.KeyOf([1]), [10, 11]);
            cache.Add(cache.KeyOf([2]), []);
            Assert.Equal([10, 11], cache.Find(cache.KeyOf([1])));
        }

        using var later = Open();
        Assert.Equal([10, 11], later.Find(later.KeyOf([1])));
        Assert.Equal([], later.Find(later.KeyOf([2]))!);
        Assert.Null(later.Find(later.KeyOf([3])));
    }

    [Fact]
    public void Of_two_values_under_one_key_the_later_counts()
    {
        using (var cache = Open())
        {
            cache.Add(cache.KeyOf([1]), [1]);
            cache.Add(cache.KeyOf([1]), [2]);
            Assert.Equal([2], cache.Find(cache.KeyOf([1])));
        }

        using var later = Open();
        Assert.Equal([2], later.Find(later.KeyOf([1])));
    }

    [Fact]
    public void Every_cut_through_the_last_record_leaves_the_others_and_no_wrong_value()
    {
        string file;
        using (var cache = Open())
        {
            cache.Add(cache.KeyOf([1]), [1, 2, 3]);
            cache.Add(cache.KeyOf([2]), [4, 5, 6]);
            file = Assert.Single(Directory.GetFiles(_folder["cache"], "*.cache"));
        }

        var whole = File.ReadAllBytes(file);
        for (var length = whole.Length - 1; length >= whole.Length / 2; length--)
        {
            File.WriteAllBytes(file, whole[..length]);
            using var torn = Open();
            Assert.Equal([1, 2, 3], torn.Find(torn.KeyOf([1])));
            Assert.Null(torn.Find(torn.KeyOf([2])));
        }
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_a_miss_and_never_another_value()
    {
        string file;
        using (var cache = Open())
        {
            cache.Add(cache.KeyOf([1]), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
            file = Assert.Single(Directory.GetFiles(_folder["cache"], "*.cache"));
        }

        var whole = File.ReadAllBytes(file);
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(file, damaged);
            using var cache = Open();
            Assert.Null(cache.Find(cache.KeyOf([1])));
        }
    }

    [Fact]
    public void It_keeps_within_its_limit_and_the_oldest_go_first()
    {
        using var cache = Open(limit: Mib);
        var value = new byte[10_000];
        for (var i = 0; i < 300; i++)
            cache.Add(cache.KeyOf([(byte)i, (byte)(i >> 8)]), value);

        Assert.InRange(Directory.GetFiles(_folder["cache"]).Sum(file => new FileInfo(file).Length), Mib / 2, Mib + 32);
        bool[] there = [.. Enumerable.Range(0, 300).Select(i => cache.Find(cache.KeyOf([(byte)i, (byte)(i >> 8)])) is not null)];
        var first = Array.IndexOf(there, true);
        Assert.InRange(first, 150, 260);
        Assert.All(there[first..], Assert.True);
    }

    [Fact]
    public void Processes_that_write_at_the_same_time_lose_nothing_of_each_other()
    {
        using (var one = Open())
        using (var two = Open())
        {
            Parallel.For(0, 400, i => (i % 2 == 0 ? one : two).Add(one.KeyOf([(byte)i, (byte)(i >> 8)]), [(byte)i]));
            Assert.Equal(one.KeyOf([9]), two.KeyOf([9]));
        }

        using var later = Open();
        Assert.All(Enumerable.Range(0, 400), i => Assert.Equal([(byte)i], later.Find(later.KeyOf([(byte)i, (byte)(i >> 8)]))!));
    }

    [Fact]
    public void A_segment_that_another_process_evicted_is_a_miss_or_the_value()
    {
        using var reader = OpenWith(entries: 3);
        foreach (var file in Directory.GetFiles(_folder["cache"], "*.cache"))
            File.Delete(file);

        using var later = Open();
        Assert.Null(later.Find(later.KeyOf([0])));
        Assert.Equal([0], reader.Find(reader.KeyOf([0]))); // still open
    }

    [Fact]
    public void Keys_of_two_caches_differ_so_that_nobody_can_look_up_what_he_guesses()
    {
        using var one = Open();
        using var other = DiskCache.Open(_folder["other"], Mib);

        Assert.NotEqual(one.KeyOf([1]), other.KeyOf([1]));
    }

    [Fact]
    public void A_key_that_a_power_cut_left_empty_is_made_anew()
    {
        var material = "what somebody might guess"u8;
        using (var before = DiskCache.Open(_folder["cache"], 1 << 20))
            before.Add(before.KeyOf(material), "value"u8);
        File.WriteAllBytes(_folder["cache/key"], []);

        using var after = DiskCache.Open(_folder["cache"], 1 << 20);
        Assert.Equal(32, new FileInfo(_folder["cache/key"]).Length);
        Assert.Null(after.Find(after.KeyOf(material)));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told_with_the_settings_that_matter()
    {
        File.WriteAllText(_folder["taken"], "");

        var e = Assert.Throws<EnvironmentException>(() => DiskCache.Open(_folder["taken/cache"], Mib));

        Assert.Contains("Models:Cache:Folder", e.Message, StringComparison.Ordinal);
    }

    private DiskCache Open(long limit = 64 * Mib) => DiskCache.Open(_folder["cache"], limit);

    private DiskCache OpenWith(int entries)
    {
        using (var cache = Open())
        {
            for (var i = 0; i < entries; i++)
                cache.Add(cache.KeyOf([(byte)i]), [(byte)i]);
        }

        return Open();
    }
}
