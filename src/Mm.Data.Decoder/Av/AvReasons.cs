using Mm.Data.Decode;

namespace Mm.Data.Decoder.Av;

/// <summary>
/// How a tool's end is turned into a reason code. What the tool wrote may quote the media's own tags, so the text is
/// looked at here and goes no further.
/// </summary>
internal static class AvReasons
{
    private const int SignalBase = 128;
    private const int Killed = SignalBase + 9;
    private const int CpuTimeUsedUp = SignalBase + 24;
    private const int FileTooLarge = SignalBase + 25;

    private static readonly string[] _truncated =
        ["moov atom not found", "ended prematurely", "partial file", "Truncated packet", "End of file"];

    private static readonly string[] _tooLarge =
    [
        "No space left on device", "File too large", "Cannot allocate memory", "max_streams", "Picture size",
        "exceeds specified max pixel count",
        "Error while allocating", "Insufficient memory",
    ];

    private static readonly string[] _unsupported =
    [
        "not supported", "Unsupported", "Not yet implemented", "is not implemented", "not on whitelist", "Unknown decoder",
        "no decoder found", "Could not find codec parameters", "does not contain any stream",
    ];

    /// <summary>The reason for a tool that ended with <paramref name="exit"/> other than 0.</summary>
    public static string Of(ToolExit exit) => exit.Code switch
    {
        CpuTimeUsedUp => DecodeReasons.Timeout,
        Killed or FileTooLarge => DecodeReasons.TooLarge, // the sandbox's limits on memory and file size
        > SignalBase and < SignalBase + 65 => DecodeReasons.Crashed,
        _ when Says(exit.ErrorTail, _tooLarge) => DecodeReasons.TooLarge,
        _ when Says(exit.ErrorTail, _truncated) => DecodeReasons.Truncated,
        _ when Says(exit.ErrorTail, _unsupported) => DecodeReasons.Unsupported,
        _ => DecodeReasons.Corrupt,
    };

    /// <summary>Whether a tool that ended well complained that the file stops too early.</summary>
    public static bool SaysTruncated(ToolExit exit) => exit.ErrorTail.Contains("ended prematurely", StringComparison.Ordinal)
        || exit.ErrorTail.Contains("partial file", StringComparison.Ordinal);

    private static bool Says(string text, string[] marks) =>
        Array.Exists(marks, mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase));
}
