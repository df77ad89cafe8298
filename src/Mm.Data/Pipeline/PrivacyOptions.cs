using System.ComponentModel;

namespace Mm.Data.Pipeline;

/// <summary>Where the key of keyed redaction comes from. It is never logged, and neither pipeline files nor releases hold it.</summary>
public sealed record PrivacyOptions
{
    [Description("The key: at least 32 bytes in base64 or hexadecimal, best set as MMDATA_Privacy__Key. Empty: none.")]
    public string Key { get; init; } = "";

    [Description("A file that holds the key, written the same way. Empty: none.")]
    public string KeyFile { get; init; } = "";
}
