using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Tests.Kit;
using Mm.Data.Write;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>The recipe video-speech on the sample set's clips: with a transcript the personal words are silent, without one all speech is.</summary>
public sealed class VideoSpeechTests : IDisposable
{
    private const int RateHz = 16_000;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Personal_words_are_silent_by_a_transcript_and_all_speech_is_without_one()
    {
        await SubsetRun.CopyAsync(_folder["input"], "audio/message.wav", "audio/customer.mp3", "video/faces.mp4");
        var message = (await ExpectedSample.ListAsync()).Single(e => e.Path == "audio/message.wav");
        await File.WriteAllTextAsync(_folder["input/audio/message.json"], Transcript, Cancel);
        await SubsetRun.DoneAsync(
            _folder["state"], ["run", Checkout.Pipeline("video-speech.yaml"), "--input", _folder["input"], "--output", _folder["release"]]);
        var release = await ReleaseReader.OpenAsync(_folder["release"], Cancel);
        var rows = await release.RowsAsync(split: null, Cancel).Select(row => row.Sample).ToListAsync(Cancel);

        Assert.Equal(3, rows.Count);
        var told = Sound(rows.Single(row => row.SourceSha256 == message.Sha256));
        Assert.All(Between(told, 8.83, 12), sample => Assert.Equal(0, sample)); // the number
        Assert.Contains(Between(told, 0.3, 2.8), sample => Math.Abs(sample) > 1000); // the greeting
        foreach (var row in rows.Where(row => row.SourceSha256 != message.Sha256))
        {
            var sound = Sound(row);
            Assert.True(sound.Length > RateHz);
            Assert.True(sound.Max(sample => Math.Abs((int)sample)) < 1500, "somebody is still heard");
        }
    }

    /// <summary>As a speech recogniser writes it; the times of the sample set.</summary>
    private static string Transcript => $$"""{"text": "Please call me back on 415-555-0132.", "words": [{{string.Join(", ", (string[])
        [Word("Hello,", 0, 0.6), Word("this", 0.6, 1), Word("is", 1, 1.2), Word("a", 1.2, 1.3), Word("message", 1.3, 2), Word("for", 2, 2.3),
         Word("the", 2.3, 2.5), Word("front", 2.5, 2.8), Word("desk.", 2.8, 3.16), Word("Please", 5.98, 6.5), Word("call", 6.5, 6.8),
         Word("me", 6.8, 7), Word("back", 7, 7.4), Word("on", 7.4, 7.7), Word("this", 7.7, 8), Word("number.", 8, 8.58),
         Word("415-555-0132.", 8.83, 13)])}}]}""";

    private static string Word(string word, double start, double end) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"word": "{{word}}", "start": {{start}}, "end": {{end}}}""");

    private static short[] Between(short[] sound, double from, double to) => sound[(int)(from * RateHz)..(int)(to * RateHz)];

    private short[] Sound(SampleRow row)
    {
        var path = _folder[row.AssetPath];
        File.WriteAllBytes(path, row.Asset.ToArray());
        using var process = Process.Start(new ProcessStartInfo(
            "ffmpeg", $"-nostdin -v error -y -i {path} -vn -ac 1 -ar {RateHz} -f s16le {_folder["raw"]}"))!;
        process.WaitForExit();
        var bytes = File.ReadAllBytes(_folder["raw"]);
        return [.. Enumerable.Range(0, bytes.Length / 2).Select(i => BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(2 * i)))];
    }
}
