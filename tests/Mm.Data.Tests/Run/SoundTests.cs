using System.Text;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>What the recipe's word on sound comes to, on clips that are sound alone.</summary>
public sealed class SoundTests : IDisposable
{
    private static readonly string[] _clips = ["audio/customer.mp3", "audio/message.wav", "audio/parcel.ogg"];
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kept_sound_is_flac_without_tags_cover_or_planted_names()
    {
        await SubsetRun.CopyAsync(_folder["input"], _clips);
        await SubsetRun.DoneAsync(
            _folder["state"], SubsetRun.Command(_folder["input"], _folder["release"], "--set", "render.sound=keep", "--workers", "2"));
        var release = await ReleaseReader.OpenAsync(_folder["release"], Cancel);
        var rows = await release.RowsAsync(split: null, Cancel).Select(row => row.Sample).ToListAsync(Cancel);
        var canaries = (await ExpectedSample.ListAsync()).SelectMany(e => e.Canaries).Select(Encoding.UTF8.GetBytes).ToArray();

        Assert.Equal(_clips.Length, rows.Count);
        Directory.CreateDirectory(_folder["flac"]);
        foreach (var row in rows)
        {
            Assert.Equal((Modality.Audio, "flac", true), (row.Modality, row.Extension, row.DurationSeconds > 1));
            Assert.Equal("fLaC", Encoding.ASCII.GetString(row.Asset.Span[..4]));
            Assert.All(canaries, canary => Assert.Equal(-1, row.Asset.Span.IndexOf(canary)));
            await File.WriteAllBytesAsync(_folder[$"flac/{row.AssetPath}"], row.Asset.ToArray(), Cancel);
        }

        var columns = release.Manifest.Shards.SelectMany(shard => DuckDb.Query(
            $"SELECT modality, audio.bytes IS NOT NULL, image.bytes IS NULL, width IS NULL FROM '{_folder[$"release/{shard.Path}"]}'"));
        Assert.All(columns, row => Assert.Equal(["audio", true, true, true], row));
        Assert.Empty((await Exiftool.TagsAsync(_folder["flac"], Cancel)).Select(tag => tag.Tag).Distinct().Except(_soundTags));
    }

    [Fact]
    public async Task Where_sound_goes_a_clip_of_sound_alone_is_dropped_and_no_empty_release_appears()
    {
        await SubsetRun.CopyAsync(_folder["input"], _clips);
        var run = await Mmdata.RunAsync(_folder["state"], Cancel, SubsetRun.Command(_folder["input"], _folder["release"]));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("sound.removed", run.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["release"]));
    }

    public void Dispose() => _folder.Dispose();

    private static readonly HashSet<string> _soundTags =
    [
        "File:FileType", "File:FileTypeExtension", "File:MIMEType", "Composite:Duration",
        .. "BlockSizeMin BlockSizeMax FrameSizeMin FrameSizeMax SampleRate Channels BitsPerSample TotalSamples MD5Signature"
            .Split(' ').Select(name => $"FLAC:{name}"),
        "Vorbis:Vendor",
    ];
}
