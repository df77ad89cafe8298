using System.Text;
using Mm.Data.Decoder;
using Mm.Data.Decoder.Av;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Decode.Av;

/// <summary>
/// What a film or sound carries beside its first picture and its first sound: covers, more streams, subtitles, chapters, attachments, data,
/// tags, places. None may be in an output.
/// </summary>
public sealed class HiddenCopiesTests : IDisposable
{
    /// <summary>A yellow that is nowhere in the main picture: an output that shows it shows a cover or a second stream.</summary>
    private const string Other = "-f lavfi -i color=yellow:s=64x48:r=10:d=2";

    private const string Picture = "-f lavfi -i color=black:s=64x48:r=10:d=2";

    private readonly Clips _clips = new();
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _clips.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("mkv", Container.Matroska)]
    [InlineData("mp4", Container.Mp4)]
    [InlineData("mov", Container.Mp4)]
    [InlineData("avi", Container.Avi)]
    [InlineData("webm", Container.Matroska)]
    public async Task A_film_keeps_one_picture_and_one_sound_and_nothing_else(string extension, Container container)
    {
        var film = Planted(extension);
        Assert.Contains(Clips.Secret, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(film, Cancel)), StringComparison.Ordinal);
        Assert.True(Streams(film).Length > 2, $"{extension} holds no more than a picture and a sound");

        var made = await AvRender.RunAsync(film, container, new RenderRequest { Sound = SoundPolicy.Keep }, _clips.Limits, Cancel);
        Assert.Null(made.Reason);
        var saved = await SaveAsync(made.Value!);

        Assert.Equal(["video", "audio"], Streams(saved));
        Assert.DoesNotContain(_clips.Luma(saved), value => value > 40); // yellow is bright
        await NothingIsLeftAsync(made.Value!);
    }

    [Theory]
    [InlineData("mp3", "libmp3lame", Container.Mp3)]
    [InlineData("flac", "flac", Container.Flac)]
    [InlineData("m4a", "aac", Container.Mp4)]
    public async Task Sound_loses_its_cover_chapters_and_tags(string extension, string codec, Container container)
    {
        var cover = _clips.Make("cover.jpg", $"{Other} -frames:v 1 -metadata comment={Clips.Secret}");
        var song = _clips.Make(
            $"song.{extension}",
            $"-f lavfi -i sine=d=2 -i {cover} -i {Chapters()} -map 0 -map 1 -map_chapters 2 -c:a {codec} -c:v copy -disposition:v attached_pic {Tags}");

        var made = await AvRender.RunAsync(song, container, new RenderRequest { Sound = SoundPolicy.Keep }, _clips.Limits, Cancel);
        Assert.Null(made.Reason);
        Assert.Equal(["audio"], Streams(await SaveAsync(made.Value!)));
        await NothingIsLeftAsync(made.Value!);
    }

    private static string Tags => $"-metadata title={Clips.Secret} -metadata artist={Clips.Secret} -metadata comment={Clips.Secret} "
        + $"-metadata location={Clips.Place} -metadata creation_time=2020-01-02T03:04:05Z";

    private string Planted(string extension)
    {
        var subtitles = _clips.Write("said.srt", Encoding.ASCII.GetBytes($"1\n00:00:00,000 --> 00:00:02,000\n{Clips.Secret}\n"));
        var attached = _clips.Write("note.ttf", Encoding.ASCII.GetBytes(Clips.Secret));
        var inputs = $"{Picture} -f lavfi -i sine=d=2 {Other} -f lavfi -i sine=f=900:d=2 -i {subtitles} -i {Chapters()}";
        var maps = "-map 0 -map 1 -map 2 -map 3";
        var how = extension switch
        {
            "mkv" => $"{maps} -map 4 -map_chapters 5 -c:v libx264 -c:a aac -c:s srt -attach {attached} -metadata:s:t mimetype=font/ttf",
            "webm" => $"{maps} -map 4 -map_chapters 5 -c:v libvpx -c:a libopus -c:s webvtt",
            "avi" => $"{maps} -c:v mpeg4 -c:a mp3",
            _ => $"{maps} -map 4 -map_chapters 5 -c:v libx264 -c:a aac -c:s mov_text -timecode 01:02:03:04",
        };
        return _clips.Make($"planted.{extension}", $"{inputs} {how} {Tags} -metadata:s:v:0 title={Clips.Secret} -metadata:s:a:0 title={Clips.Secret}");
    }

    private string Chapters() => _clips.Write(
        "chapters.txt", Encoding.ASCII.GetBytes($";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle={Clips.Secret}\n"));

    private static string[] Streams(string path) => Clips.Probe(path, "-of csv=p=0 -show_entries stream=codec_type")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private async Task<string> SaveAsync(RenderResult made)
    {
        Directory.CreateDirectory(_folder["out"]);
        var path = _folder[$"out/output.{made.Extension}"];
        await File.WriteAllBytesAsync(path, made.Bytes.ToArray(), Cancel);
        return path;
    }

    private async Task NothingIsLeftAsync(RenderResult made)
    {
        var text = Encoding.Latin1.GetString(made.Bytes.Span);
        Assert.DoesNotContain(Clips.Secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Clips.Place, text, StringComparison.Ordinal);
        var tags = await Exiftool.TagsAsync(_folder["out"], Cancel);
        Assert.Empty(tags.Select(tag => tag.Tag).Distinct().Except(MediaTags.Harmless));
        Assert.All(tags.Where(tag => tag.Tag.EndsWith("Date", StringComparison.Ordinal)), tag => Assert.Equal("0000:00:00 00:00:00", tag.Value));
    }
}
