using System.Formats.Tar;
using Mm.Data.Pipeline;
using Xunit;

namespace Mm.Data.Tests.Source;

/// <summary>What archives give, wherever they lie.</summary>
public abstract class TarSourceContract(InputFolder input) : IDisposable
{
    private readonly InputFolder _input = input;

    protected InputFolder Input => _input;

    public void Dispose()
    {
        _input.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Members_are_grouped_up_to_the_first_dot_and_read_in_place()
    {
        _input.Tar("x.tar", ("s/1.jpg", "one"), ("s/1.txt", "eins\n"), ("./2.json", """{"text":"zwei"}"""), ("2.png", "two"),
            ("3.wav", ""));
        Assert.Equal(["x.tar!2.png|two|zwei", "x.tar!3.wav||", "x.tar!s/1.jpg|one|eins"], (await _input.ListAsync("x.tar")).Lines);
    }

    [Fact]
    public async Task A_folder_of_nothing_but_archives_is_read_as_archives()
    {
        _input.Tar("b.tar", ("1.jpg", "b")).Tar("a.tar", ("1.jpg", "a"), ("1.txt", "A"));
        Assert.Equal(["a.tar!1.jpg|a|A", "b.tar!1.jpg|b|"], (await _input.ListAsync()).Lines);
    }

    [Fact]
    public async Task Long_names_and_old_formats_are_read()
    {
        var name = new string('d', 90) + "/" + new string('n', 150);
        _input.Tar("pax.tar", (name + ".jpg", "1"), (name + ".txt", "x"));
        using (var writer = new TarWriter(File.Create(_input.At("gnu.tar")), TarEntryFormat.Gnu))
            writer.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, name + ".jpg") { DataStream = new MemoryStream([(byte)'2']) });
        Assert.Equal([$"gnu.tar!{name}.jpg|2|", $"pax.tar!{name}.jpg|1|x"], (await _input.ListAsync()).Lines);
    }

    [Fact]
    public async Task Traversal_links_and_nested_archives_are_counted_and_left()
    {
        _input.Tar("x.tar", writer =>
        {
            foreach (var name in new[] { "../up.jpg", "a/../../up.jpg", "/etc/abs.jpg", "in.tar",
                "a.zip", "a.mask.png", "a.cls", ".h.jpg", "a.txt", "ok.jpg", "ok.jpg" })
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([(byte)'1']) });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "s.jpg") { LinkName = "/etc/passwd" });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "h.jpg") { LinkName = "ok.jpg" });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Fifo, "f.jpg"));
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "dir"));
        });
        var (lines, census) = await _input.ListAsync("x.tar");
        Assert.Equal(["x.tar!ok.jpg|1|"], lines);
        Assert.Equal(
            "archive 2, caption-without-asset 1, compound-extension 1, duplicate-name 1, hidden 1, link 2, not-a-file 1, "
            + "unknown-extension 1, unsafe-name 3",
            string.Join(", ", census.Ignored.Select(pair => $"{pair.Key} {pair.Value}")));
    }

    [Theory]
    [InlineData(700)] // in the data of the first member
    [InlineData(1100)] // in the header of the second
    public async Task An_archive_that_is_cut_off_is_refused(int bytes)
    {
        using (var writer = new TarWriter(File.Create(_input.At("x.tar")), TarEntryFormat.Ustar))
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "1.jpg") { DataStream = new MemoryStream(new byte[500]) });
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "2.jpg") { DataStream = new MemoryStream(new byte[500]) });
        }

        using (var file = File.OpenWrite(_input.At("x.tar")))
            file.SetLength(bytes);
        var thrown = await Assert.ThrowsAsync<ConfigurationException>(() => _input.ListAsync("x.tar"));
        Assert.Contains("x.tar is damaged", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_of_absurd_size_is_refused()
    {
        _input.Tar("x.tar", ("1.jpg", "one"));
        var bytes = await File.ReadAllBytesAsync(_input.At("x.tar"), TestContext.Current.CancellationToken);
        var header = bytes.AsSpan().IndexOf("1.jpg\0"u8);
        "77777777777"u8.CopyTo(bytes.AsSpan(header + 124));
        FixChecksum(bytes.AsSpan(header, 512));
        _input.File("x.tar", bytes);
        await Assert.ThrowsAsync<ConfigurationException>(() => _input.ListAsync("x.tar"));
    }

    [Fact]
    public async Task Damaged_archives_are_told_all_at_once()
    {
        _input.File("a.tar", new string('x', 2000)).File("b.tar", new string('y', 2000)).Tar("c.tar", ("1.jpg", "1"));
        var thrown = await Assert.ThrowsAsync<ConfigurationException>(() => _input.ListAsync());
        Assert.Equal(2, thrown.Problems.Count);
    }

    private static void FixChecksum(Span<byte> header)
    {
        header.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var one in header)
            sum += one;
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
    }
}
