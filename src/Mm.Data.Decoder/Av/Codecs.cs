using System.Collections.Frozen;

namespace Mm.Data.Decoder.Av;

/// <summary>
/// Decoders that may be entered. Files in a trainer's sources use these; the hundreds of others that ffmpeg carries are attack surface.
/// Names are ffmpeg's codec names.
/// </summary>
internal static class Codecs
{
    private static readonly FrozenSet<string> _picture = FrozenSet.Create(
        StringComparer.Ordinal,
        [
            "h264", "hevc", "av1", "vp8", "vp9", "mpeg4", "mpeg1video", "mpeg2video", "msmpeg4v1", "msmpeg4v2", "msmpeg4v3", "h263", "flv1",
            "mjpeg", "theora", "ffv1", "rawvideo", "prores", "dnxhd", "huffyuv", "ffvhuff", "utvideo", "png", "svq3", "svq1", "wmv1",
            "wmv2", "wmv3", "vc1", "cinepak", "dvvideo", "qtrle", "msvideo1", "msrle", "rv40", "indeo3", "indeo5", "gif",
        ]);

    private static readonly FrozenSet<string> _sound = FrozenSet.Create(
        StringComparer.Ordinal,
        [
            "aac", "mp3", "mp2", "mp1", "ac3", "eac3", "opus", "vorbis", "flac", "alac", "wmav1", "wmav2", "amr_nb", "amr_wb", "speex",
            "dts", "gsm", "gsm_ms", "adpcm_ms", "adpcm_ima_wav", "adpcm_ima_qt", "wavpack", "tta", "truehd", "qdm2",
        ]);

    public static bool MayShow(string codec) => _picture.Contains(codec);

    public static bool MayPlay(string codec) => _sound.Contains(codec) || codec.StartsWith("pcm_", StringComparison.Ordinal);
}
