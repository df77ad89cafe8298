using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Pipeline.Definition;

/// <summary>What takes the place of personal data in a text.</summary>
public enum TextOperator : byte
{
    /// <summary>The type: <c>&lt;EMAIL&gt;</c>.</summary>
    Replace,

    /// <summary>A star for each letter and digit; keeps length and signs, so the weakest.</summary>
    Mask,

    /// <summary>HMAC-SHA256 under the key, cut to 96 bits: the same value has the same hash in every release under that key.</summary>
    Hash,

    /// <summary>A made-up name, the same for the same value under the key.</summary>
    Pseudonymise,

    /// <summary>AES-256-GCM under the key; whoever has it can read the value again.</summary>
    Encrypt,

    /// <summary>The sample is dropped.</summary>
    Drop,
}

/// <summary>What becomes of some types of personal data in texts.</summary>
public sealed record TextRule
{
    [Description("Types such as EMAIL and PHONE; none means all that no other rule names.")]
    public IReadOnlyList<string> Types { get; init; } = [];

    [Description("What takes their place: replace (<EMAIL>), mask, hash, pseudonymise, encrypt, or drop (the whole sample). "
        + "hash, pseudonymise and encrypt need a key, which stands in Privacy:Key or Privacy:KeyFile of the settings, never here.")]
    public required TextOperator With { get; init; }

    [Description("With mask: how many of the last letters and digits stay.")]
    [Range(0, 8)]
    public int KeepLast { get; init; }

    /// <summary>Whether an operator needs a key.</summary>
    public static bool NeedsKey(TextOperator with) => with is TextOperator.Hash or TextOperator.Pseudonymise or TextOperator.Encrypt;
}
