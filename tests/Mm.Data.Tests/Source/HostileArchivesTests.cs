using System.IO.Compression;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Source;

/// <summary>
/// Archives that would write, read or allocate elsewhere were they unpacked. Each is refused or its members are counted with a reason;
/// the good member beside them is still read, and nothing appears outside.
/// </summary>
[Promise(PromiseAttribute.Media, "Archives that climb, link, lie or swell are refused or counted; nothing outside is touched.")]
public sealed class HostileArchivesTests : IDisposable
{
    private const string Refused = "refused";

    private static readonly byte[] Good = RawTar.Member("ok.jpg", "1"u8.ToArray());

    private static readonly Dictionary<string, (byte[] Archive, string Verdict)> Cases = new()
    {
        ["a name that goes up"] = (With(Named("../up.jpg")), "unsafe-name 1"),
        ["a name that goes up from within"] = (With(Named("a/../../up.jpg")), "unsafe-name 1"),
        ["a name that goes up and comes back"] = (With(Named("a/../b.jpg")), "unsafe-name 1"),
        ["an absolute name"] = (With(Named("/etc/abs.jpg")), "unsafe-name 1"),
        ["a pax name that goes up"] = (With(Pax(("path", "../../up.jpg")), Named("fine.jpg")), "unsafe-name 1"),
        ["a name with a line end"] = (With(Named("a\nb.jpg")), "unsafe-name 1"),
        ["a name with an escape"] = (With(Named("a\u001b[2Jb.jpg")), "unsafe-name 1"),
        ["a name of 5,000 letters"] = (With(Long('L', new string('n', 5000) + ".jpg"), Named("short.jpg")), "unsafe-name 1"),
        ["a hidden name"] = (With(Named(".profile.jpg")), "hidden 1"),
        ["a symbolic link out"] = (With(Linked('2', "/etc/passwd")), "link 1"),
        ["a symbolic link up"] = (With(Linked('2', "../../up")), "link 1"),
        ["a hard link out"] = (With(Linked('1', "/etc/passwd")), "link 1"),
        ["a hard link to a neighbour"] = (With(Linked('1', "ok.jpg")), "link 1"),
        ["a character device"] = (With(Typed('3')), "not-a-file 1"),
        ["a block device"] = (With(Typed('4')), "not-a-file 1"),
        ["a pipe"] = (With(Typed('6')), "not-a-file 1"),
        ["a volume"] = (With(Typed('M')), "not-a-file 1"),
        ["a name that stands twice"] = (With(Named("ok.jpg")), "duplicate-name 1"),
        ["an archive in it"] = (With(Named("in.tar"), Named("in.zip"), Named("in.tgz")), "archive 3"),
        ["a size of 8 GiB"] = (With(RawTar.Member("b.jpg", [1], size: "77777777777\0"u8.ToArray())), Refused),
        ["a size of 2^62"] = (With(RawTar.Member("b.jpg", [1], size: RawTar.Binary(0x80, 0x40, 0, 0, 0, 0, 0, 0, 0))), Refused),
        ["a negative size"] = (With(RawTar.Member("b.jpg", [1], size: [.. Enumerable.Repeat((byte)0xff, 12)])), Refused),
        ["a size that is no number"] = (With(RawTar.Member("b.jpg", [1], size: "zzzzzzzzzzz\0"u8.ToArray())), Refused),
        ["a pax size of 2^50"] = (With(Pax(("size", $"{1L << 50}")), Named("b.jpg")), Refused),
        ["a pax header of 1 GiB"] = (With(RawTar.Member("x", [1], 'x', RawTar.Octal(1 << 30))), Refused),
        ["a pax header of 8 GiB"] = (With(RawTar.Member("x", [1], 'x', "77777777777\0"u8.ToArray())), Refused),
        ["a global header of 1 GiB"] = (With(RawTar.Member("g", [1], 'g', RawTar.Octal(1 << 30))), Refused),
        ["a long name of 1 GiB"] = (With(RawTar.Member("L", [1], 'L', RawTar.Octal(1 << 30))), Refused),
        ["a long link of 1 GiB"] = (With(RawTar.Member("K", [1], 'K', RawTar.Octal(1 << 30))), Refused),
        ["a pax header that is there, of 8 MiB"] = (With(Pax(("comment", new string('c', 8 << 20))), Named("b.jpg")), Refused),
        ["a sparse file of GNU's that lies"] = (With(RawTar.Member("b.jpg", [], 'S')), Refused),
        ["a checksum that is wrong"] = (With(RawTar.Member("b.jpg", [1], checksumOff: 7)), Refused),
        ["an end in the middle of a member"] = (With(RawTar.Member("b.jpg", new byte[5000]))[..4000], Refused),
        ["an end in the middle of a header"] = ([.. Good, .. Good[..300]], Refused),
        ["gzip under the name of tar"] = (Gzip(50_000_000), Refused),
    };

    private readonly InputFolder _input = new();

    public static TheoryData<string> Names => [.. Cases.Keys];

    public void Dispose() => _input.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_is_refused_or_counted(string name)
    {
        var (archive, verdict) = Cases[name];
        _input.File("in/x.tar", archive);

        if (verdict == Refused)
        {
            var thrown = await Assert.ThrowsAsync<ConfigurationException>(() => _input.ListAsync("in/x.tar"));
            Assert.Contains("x.tar", thrown.Message, StringComparison.Ordinal);
        }
        else
        {
            var (lines, census) = await _input.ListAsync("in/x.tar");
            Assert.Equal(["x.tar!ok.jpg|1|"], lines);
            Assert.Equal(verdict, string.Join(", ", census.Ignored.Select(pair => $"{pair.Key} {pair.Value}")));
        }

        Assert.Equal(["in/x.tar"], Directory.EnumerateFiles(_input.Root, "*", SearchOption.AllDirectories).Select(file => file[(_input.Root.Length + 1)..]));
    }

    [Fact]
    public void There_are_25_of_them_at_least() => Assert.InRange(Cases.Count, 25, int.MaxValue);

    [Fact]
    public async Task A_file_behind_a_link_of_the_archive_is_the_archives_own_bytes()
    {
        _input.File("x.tar", With(RawTar.Member("d", [], '2', link: "/etc"), Named("d/passwd.jpg")));

        Assert.Equal(["x.tar!d/passwd.jpg|1|", "x.tar!ok.jpg|1|"], (await _input.ListAsync("x.tar")).Lines);
    }

    [Fact]
    public async Task A_global_header_renames_nothing()
    {
        _input.File("x.tar", [.. RawTar.Member("g", RawTar.Pax("path", "/etc/passwd.jpg"), 'g'), .. With()]);

        Assert.Equal(["x.tar!ok.jpg|1|"], (await _input.ListAsync("x.tar")).Lines);
    }

    [Theory]
    [InlineData("x.tgz")]
    [InlineData("x.tar.gz")]
    [InlineData("x.zip")]
    public async Task What_is_packed_as_a_whole_is_refused(string name)
    {
        _input.File(name, Gzip(1000));

        await Assert.ThrowsAsync<ConfigurationException>(() => _input.OpenAsync(name));
    }

    private static byte[] With(params byte[][] members) => RawTar.Archive([Good, .. members]);

    private static byte[] Named(string name) => RawTar.Member(name, "1"u8.ToArray());

    private static byte[] Linked(char type, string to) => RawTar.Member("l.jpg", [], type, link: to);

    private static byte[] Typed(char type) => RawTar.Member("t.jpg", [], type);

    private static byte[] Long(char type, string text) => RawTar.Member("././@LongLink", [.. System.Text.Encoding.Latin1.GetBytes(text), 0], type);

    private static byte[] Pax(params (string Key, string Value)[] records) =>
        RawTar.Member("PaxHeaders/x", [.. records.SelectMany(record => RawTar.Pax(record.Key, record.Value))], 'x');

    private static byte[] Gzip(int zeros)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            stream.Write(new byte[zeros]);
        return packed.ToArray();
    }
}
