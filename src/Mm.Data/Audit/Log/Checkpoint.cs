using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Mm.Data.Audit.Log;

/// <summary>One signature under a note: by whom it says it is, and its bytes.</summary>
public sealed record NoteSignature(string Name, uint Id, byte[] Signature)
{
    /// <summary>As <see cref="PublicKey.Hint"/>.</summary>
    public string Hint => $"{Name}+{Id:x8}";
}

/// <summary>
/// A signed statement of what a log is at one size, after C2SP tlog-checkpoint: origin, size and root in base64, a line each, a blank
/// line, and signatures. <see cref="Bytes"/> is the file as it is, signatures of others included.
/// </summary>
public sealed class Checkpoint
{
    private const int BytesMax = 64 << 10;
    private const int SignaturesMax = 64;
    private const int KeyIdBytes = 4;
    private const string Dash = "\u2014 ";

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly byte[] _text;

    private Checkpoint(byte[] bytes, string text, IReadOnlyList<NoteSignature> signatures)
    {
        (Bytes, _text, Signatures) = (bytes, Strict.GetBytes(text), signatures);
        if (text.Split('\n') is not [var origin, var size, var root, .., ""] || origin.Length == 0)
            throw new FormatException("A checkpoint has at least three lines: origin, size, root.");
        Origin = origin;
        Size = long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var leaves)
            && leaves.ToString(CultureInfo.InvariantCulture) == size
                ? leaves
                : throw new FormatException("The size in the checkpoint is no number.");
        Root = new byte[Merkle.HashBytes];
        if (!Convert.TryFromBase64String(root, Root, out var length) || length != Merkle.HashBytes)
            throw new FormatException("The root in the checkpoint is not 32 bytes in base64.");
    }

    /// <summary>Names the log; two logs of one key have two origins.</summary>
    public string Origin { get; }

    public long Size { get; }

    public byte[] Root { get; }

    public IReadOnlyList<NoteSignature> Signatures { get; }

    public byte[] Bytes { get; }

    public static Checkpoint Sign(string origin, long size, byte[] root, PrivateKey key)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{origin}\n{size}\n{Convert.ToBase64String(root)}\n");
        var id = new byte[KeyIdBytes];
        BinaryPrimitives.WriteUInt32BigEndian(id, key.Public.Id);
        var signature = Convert.ToBase64String([.. id, .. key.Sign(Strict.GetBytes(text))]);
        return Parse(Strict.GetBytes($"{text}\n{Dash}{key.Public.Name} {signature}\n"));
    }

    /// <exception cref="FormatException">No signed note, or no checkpoint. Nothing about its signatures is checked here.</exception>
    public static Checkpoint Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > BytesMax)
            throw new FormatException("A checkpoint is shorter than this.");
        string note;
        try
        {
            note = Strict.GetString(bytes);
        }
        catch (ArgumentException e)
        {
            throw new FormatException("A checkpoint is UTF-8.", e);
        }

        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || end + 2 >= note.Length || !note.EndsWith('\n') || note.Any(c => c < ' ' && c != '\n'))
            throw new FormatException("A signed note ends with a blank line, then lines with signatures.");
        var signatures = note[(end + 2)..^1].Split('\n').Select(ParseSignature).ToList();
        return signatures.Count <= SignaturesMax
            ? new Checkpoint(bytes.ToArray(), note[..(end + 1)], signatures)
            : throw new FormatException("The checkpoint has too many signatures.");
    }

    /// <summary>What the keys say of it. Signatures of others are passed over; a wrong one of these keys spoils the whole.</summary>
    public SignatureState CheckedWith(IReadOnlyList<PublicKey> keys)
    {
        var state = SignatureState.Unknown;
        foreach (var signature in Signatures)
        {
            foreach (var key in keys.Where(key => key.Name == signature.Name && key.Id == signature.Id))
            {
                if (!key.Verifies(_text, signature.Signature))
                    return SignatureState.Bad;
                state = SignatureState.Good;
            }
        }

        return state;
    }

    /// <summary>Says the same of the same log, whoever signed it.</summary>
    public bool Equals(Checkpoint other) => Origin == other.Origin && Size == other.Size && Root.AsSpan().SequenceEqual(other.Root);

    private static NoteSignature ParseSignature(string line)
    {
        var decoded = new byte[line.Length];
        return line.StartsWith(Dash, StringComparison.Ordinal)
            && line[Dash.Length..].Split(' ') is [var name, var base64]
            && NoteKey.IsName(name)
            && Convert.TryFromBase64String(base64, decoded, out var length)
            && length > KeyIdBytes
                ? new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(decoded), decoded[KeyIdBytes..length])
                : throw new FormatException("A line under the checkpoint is no signature.");
    }
}

/// <summary>Whether a checkpoint is signed by keys that are known.</summary>
public enum SignatureState : byte
{
    /// <summary>By none of them.</summary>
    Unknown,

    Good,

    /// <summary>It names one of them, and the signature is not that key's over this text.</summary>
    Bad,
}
