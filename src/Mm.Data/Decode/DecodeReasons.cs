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
    public const string Crashed = "decode.crashed";
    public const string Timeout = "decode.timeout";
    public const string OutOfMemory = "decode.out-of-memory";
    public const string Protocol = "decode.protocol";

    /// <summary>Sound alone, and the request keeps no sound: nothing would be left.</summary>
    public const string SoundRemoved = "render.sound-removed";

    private static readonly HashSet<string> Known =
        [Unsupported, Playlist, Truncated, Corrupt, TooLarge, Empty, Crashed, Timeout, OutOfMemory, Protocol, SoundRemoved];

    /// <summary>
    /// Whether the asset alone decides a reason: the same bytes get it again. A crash, a timeout or a lack of memory may be the machine's.
    /// </summary>
    public static bool IsLasting(string reason) => reason is Unsupported or Playlist or Truncated or Corrupt or TooLarge or Empty;

    /// <summary>Whether the machine may have had a part in a reason, so that the same bytes need not get it again.</summary>
    public static bool IsOfMachine(string reason) => reason is Crashed or Timeout or OutOfMemory or Protocol;

    /// <summary>Whether a child's reason is one of these; a subverted child could send data instead.</summary>
    public static bool IsKnown(string reason) => Known.Contains(reason);
}
