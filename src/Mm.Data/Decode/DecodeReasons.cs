using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decode;

/// <summary>Reason codes of the decoder, stable; <c>docs/reasons.md</c> explains them to users.</summary>
public static class DecodeReasons
{
    public const string Unsupported = "decode.unsupported";
    public const string Playlist = "decode.playlist";
    public const string Truncated = "decode.truncated";
    public const string Corrupt = "decode.corrupt";
    public const string TooLarge = "decode.too-large";
    public const string Empty = "decode.empty";
    public const string Crashed = PoisonReasons.Crashed;
    public const string Timeout = PoisonReasons.Timeout;
    public const string OutOfMemory = PoisonReasons.OutOfMemory;
    public const string Protocol = PoisonReasons.Protocol;

    /// <summary>Sound alone, and the request keeps no sound: nothing would be left.</summary>
    public const string SoundRemoved = "render.sound-removed";

    private static readonly HashSet<string> Known =
        [Unsupported, Playlist, Truncated, Corrupt, TooLarge, Empty, Crashed, Timeout, OutOfMemory, Protocol, SoundRemoved];

    /// <summary>
    /// Whether the asset alone decides a reason: the same bytes get it again. A crash, a timeout or a lack of memory may be the machine's.
    /// </summary>
    public static bool IsLasting(string reason) => reason is Unsupported or Playlist or Truncated or Corrupt or TooLarge or Empty;

    /// <summary>Whether a child's reason is one of these; a subverted child could send data instead.</summary>
    public static bool IsKnown(string reason) => Known.Contains(reason) || DocumentReasons.IsKnown(reason) || ClipReasons.IsKnown(reason);
}
