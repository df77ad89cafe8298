namespace Mm.Data.Decoder.Av;

/// <summary>Colour matrices as ffmpeg names them.</summary>
internal static class Colour
{
    /// <summary>Scaler settings whose results do not depend on the machine's instruction set, as far as swscale promises it.</summary>
    public const string ScaleFlags = "flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact";

    private const int HighDefinitionLines = 720;

    /// <summary>
    /// The stream's matrix. One that does not say is taken for ITU-R BT.709 from 720 lines on and for BT.601 below, as players do.
    /// </summary>
    public static string Matrix(PictureTrack track) => track.Matrix switch
    {
        "bt709" => "bt709",
        "bt2020nc" or "bt2020c" => "bt2020",
        "smpte170m" or "bt470bg" => "bt601",
        "fcc" => "fcc",
        "smpte240m" => "smpte240m",
        _ => Math.Min(track.StoredWidth, track.StoredHeight) >= HighDefinitionLines ? "bt709" : "bt601",
    };

    public static bool IsRgb(PictureTrack track) => track.Matrix == "gbr"
        || track.PixelFormat.StartsWith("gbr", StringComparison.Ordinal)
        || track.PixelFormat.StartsWith("rgb", StringComparison.Ordinal)
        || track.PixelFormat.StartsWith("bgr", StringComparison.Ordinal)
        || track.PixelFormat.StartsWith("argb", StringComparison.Ordinal)
        || track.PixelFormat.StartsWith("abgr", StringComparison.Ordinal)
        || track.PixelFormat is "pal8" or "0rgb" or "0bgr";

    /// <summary>Whether colour has half the resolution both ways, so that bringing it to 8-bit 4:2:0 mixes no neighbours.</summary>
    public static bool IsQuartered(PictureTrack track) => track.PixelFormat.StartsWith("yuv420", StringComparison.Ordinal)
        || track.PixelFormat is "yuvj420p" or "nv12" or "nv21" or "p010le";
}
