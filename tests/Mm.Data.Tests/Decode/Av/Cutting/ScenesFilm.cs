using System.Globalization;

namespace Mm.Data.Tests.Decode.Av.Cutting;

/// <summary>
/// Films of moving scenes that differ in brightness, so that every frame says which scene it is of: scene n has the luma of
/// <see cref="Dark"/> + n * <see cref="Step"/> and a little more.
/// </summary>
internal static class ScenesFilm
{
    public const int FramesPerSecond = 25;
    private const int Dark = 20;
    private const int Step = 60;

    // Pictures of different things: an encoder tells brightness alone by weights, and begins no key picture.
    private static readonly string[] Moving = ["testsrc2", "smptebars", "testsrc"];
    private static readonly string[] More = ["", "scroll=h=0.02,", "hflip,"];

    /// <summary>ffmpeg's arguments for scenes of so many seconds, with a tone.</summary>
    public static string Inputs(params double[] seconds)
    {
        var inputs = seconds.Select((length, n) => string.Create(
            CultureInfo.InvariantCulture,
            $"-f lavfi -i {Moving[n]}=s=320x180:r={FramesPerSecond}:d={length},{More[n]}lutyuv=y=val/5+{Dark + (n * Step)}:u=128:v=128"));
        var total = seconds.Sum().ToString(CultureInfo.InvariantCulture);
        var pads = string.Concat(seconds.Select((_, n) => $"[{n}:v]"));
        return $"{string.Join(' ', inputs)} -f lavfi -i sine=d={total} -filter_complex {pads}concat=n={seconds.Length}[v] "
            + $"-map [v] -map {seconds.Length}:a -pix_fmt yuv420p -metadata title={Av.Clips.Secret}";
    }

    /// <summary>The scene of each frame of gray pixels.</summary>
    public static IReadOnlyList<int> SceneOf(byte[] luma)
    {
        const int Frame = 320 * 180;
        return [.. Enumerable.Range(0, luma.Length / Frame)
            .Select(frame => (int)((luma.AsSpan(frame * Frame, Frame).ToArray().Average(level => level) - Dark) / Step))];
    }
}
