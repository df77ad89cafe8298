using Mm.Data.Decode;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Av;

/// <summary>
/// Decodes in full, fills, and encodes anew with nothing of the source but its pictures and, if asked for, its sound: H.264 in MP4
/// with FLAC for films, FLAC for sound alone. What was written is looked at again before it is handed out.
/// </summary>
public static class AvRender
{
    /// <returns>
    /// The encoding, or a reason: as <see cref="AvProbe.RunAsync"/>, or <c>render.sound-removed</c> where nothing would be left.
    /// </returns>
    /// <exception cref="EnvironmentException">ffmpeg is not installed.</exception>
    public static async Task<Decoded<RenderResult>> RunAsync(
        string path, Container container, RenderRequest request, AvLimits limits, CancellationToken cancel)
    {
        var found = await AvProbe.InspectAsync(path, container, limits, cancel);
        if (found.Value is not { } facts)
            return Decoded.Failed<RenderResult>(found.Reason!);
        if (facts.Picture is null && request.Sound is SoundPolicy.Remove)
            return Decoded.Failed<RenderResult>(DecodeReasons.SoundRemoved);

        var folder = Directory.CreateDirectory(Path.Combine(limits.TemporaryFolder, "render"));
        try
        {
            var order = new RenderOrder(path, container, facts, request, limits, folder.FullName);
            if (order.KeepsSound && await PrepareSoundAsync(order, facts.Sound!, request, limits, cancel) is { } reason)
                return Decoded.Failed<RenderResult>(reason);
            var exit = await Tool.RunAsync(facts.Picture is null ? order.Sound() : order.Film(), cancel);
            return exit.Code == 0 ? await HandOutAsync(order, limits, cancel) : Decoded.Failed<RenderResult>(AvReasons.Of(exit));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>
    /// Decodes the sound and silences what is to be silent, before anything else touches it. The reason why not, or null.
    /// </summary>
    private static async Task<string?> PrepareSoundAsync(
        RenderOrder order, SoundTrack sound, RenderRequest request, AvLimits limits, CancellationToken cancel)
    {
        var exit = await Tool.RunAsync(order.Samples(), cancel);
        if (exit.Code != 0)
            return AvReasons.Of(exit);
        if (new FileInfo(order.SoundFile).Length >= limits.OutputBytesMax)
            return DecodeReasons.TooLarge;
        if (request.Sound is SoundPolicy.MuteSpans)
            SoundMute.Apply(order.SoundFile, order.Channels, sound.RateHz, request.Mute);
        return null;
    }

    private static async Task<Decoded<RenderResult>> HandOutAsync(RenderOrder order, AvLimits limits, CancellationToken cancel)
    {
        // The encoder stops at the limit without an error.
        var bytes = new FileInfo(order.Output).Length;
        if (bytes >= limits.OutputBytesMax)
            return Decoded.Failed<RenderResult>(DecodeReasons.TooLarge);

        var again = await AvProbe.InspectAsync(order.Output, order.OutputContainer, limits, cancel);
        if (again.Value is not { } made || !order.IsAsOrdered(made))
            return Decoded.Failed<RenderResult>(again.Reason ?? DecodeReasons.Corrupt);
        return new RenderResult
        {
            Modality = made.Media.Modality,
            Bytes = await File.ReadAllBytesAsync(order.Output, cancel),
            Extension = order.Extension,
            Width = made.Media.Width,
            Height = made.Media.Height,
            DurationSeconds = made.Media.DurationSeconds,
        };
    }
}
