using System.ComponentModel;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Mm.Data.Audit.Log;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Write;

namespace Mm.Data.Publish;

/// <summary>
/// What a release is: every file with its digest, every count, and what made it. Written last; what it does not name does not count. It
/// holds no clock, host name or path outside the release, so the same run gives the same bytes.
/// </summary>
public sealed record ReleaseManifest
{
    public const string FileName = "manifest.json";

    /// <summary>The version of the release format that this code writes and reads.</summary>
    public const int CurrentFormat = 2;

    private static readonly JsonSerializerOptions Json = new(PipelineJson.Options) { WriteIndented = true, IndentSize = 2, NewLine = "\n" };

    [Description("Version of the release format.")]
    public required int Format { get; init; }

    [Description("SHA-256 of this file with this value empty. Names the release; note it elsewhere to know it again.")]
    public string Digest { get; init; } = "";

    [Description("Version of the tool that wrote the release.")]
    public required string ToolVersion { get; init; }

    public required PipelineUse Pipeline { get; init; }

    [Description("SHA-256 over the input as the source listed it.")]
    public required string InputDigest { get; init; }

    [Description("Names the run: follows from pipeline, input and models. The same key means the same release.")]
    public required string RunKey { get; init; }

    [Description("The part files that trainers read, by path.")]
    public required IReadOnlyList<ShardFile> Shards { get; init; }

    [Description("The measurements of every sample that entered, by path.")]
    public required IReadOnlyList<RowsFile> Features { get; init; }

    [Description("The audit events, by path. Their lines in this order are the release's leaves in the ledger; one more closes them.")]
    public required IReadOnlyList<EventsFile> Audit { get; init; }

    [Description("Card and metadata.")]
    public required IReadOnlyList<ReleaseFile> Documents { get; init; }

    public required IReadOnlyList<ModelUse> Models { get; init; }

    [Description("Columns of the part files in order.")]
    public required IReadOnlyList<ColumnType> Schema { get; init; }

    public required ReleaseCounts Counts { get; init; }

    [Description("What lay in the input and was not a sample, by reason.")]
    public required IReadOnlyDictionary<string, long> Census { get; init; }

    [Description("Redactions made in the samples of this release, by kind.")]
    public required IReadOnlyDictionary<string, long> Redactions { get; init; }

    [Description("Id of the key under which values in texts were hashed, pseudonymised or encrypted: a digest that does not tell it. "
        + "Empty: none.")]
    public string RedactionKey { get; init; } = "";

    [Description("Regions blurred or averaged in the samples of this release, by kind. They are no redactions.")]
    public required IReadOnlyDictionary<string, long> Obfuscations { get; init; }

    [Description("Where the release stands in the signed ledger of its store. The files that prove it lie under audit/.")]
    public required LedgerPlace Ledger { get; init; }

    public required IReadOnlyList<Gate> Gates { get; init; }

    /// <summary>Every file of the release but the manifest.</summary>
    public IEnumerable<ReleaseFile> Files() => [.. Shards, .. Features, .. Audit, .. Documents];

    /// <summary>Every file that lies in the release's folder: those, the manifest, and the ledger's, which prove themselves.</summary>
    public IEnumerable<string> AllPaths() =>
    [
        FileName, .. Files().Select(file => file.Path),
        .. ReleaseLogFiles.Of(Ledger.From, Ledger.Size).Select(path => $"{ReleasePaths.Audit}/{path}"),
    ];

    /// <summary>SHA-256 of all that the ledger speaks for: everything but its own place in it and the digest over both.</summary>
    public string ContentSha256() =>
        Convert.ToHexStringLower(SHA256.HashData(Serialize(this with { Digest = "", Ledger = LedgerPlace.None })));

    /// <summary>The same with the digest that belongs to the rest.</summary>
    public ReleaseManifest Sealed() =>
        this with { Digest = Convert.ToHexStringLower(SHA256.HashData(Serialize(this with { Digest = "" }))) };

    /// <summary>The file's bytes, sealed.</summary>
    public byte[] ToBytes() => Serialize(Sealed());

    /// <exception cref="FormatException">Not a manifest of this format, or it names a file outside the release.</exception>
    public static ReleaseManifest Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<ReleaseManifest>(bytes, Json)!;
            if (manifest.Format != CurrentFormat)
                throw new FormatException(OtherFormat(manifest.Format));
            if (!manifest.Files().All(file => ReleasePaths.IsInside(file.Path)))
                throw new FormatException("The manifest names a file outside the release.");
            return manifest.Ledger.IsPossible
                ? manifest
                : throw new FormatException("The place in the ledger that the manifest states is none.");
        }
        catch (JsonException e)
        {
            throw FormatOf(bytes) is { } format and not CurrentFormat
                ? new FormatException(OtherFormat(format), e)
                : new FormatException($"The manifest is no valid JSON of its schema (line {e.LineNumber + 1}, {e.Path}).", e);
        }
    }

    /// <summary>JSON Schema of the manifest.</summary>
    public static JsonObject JsonSchema() => DefinitionSchema.Of(typeof(ReleaseManifest));

    private static string OtherFormat(int format) =>
        $"The manifest has format {format}; this version reads {CurrentFormat}. Check it with the version that its toolVersion names, "
        + "or run the pipeline again.";

    /// <summary>Another format has other keys, so its number is looked for on its own.</summary>
    private static int? FormatOf(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonObject>(bytes)?["format"]?.GetValue<int>();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static byte[] Serialize(ReleaseManifest manifest) => [.. JsonSerializer.SerializeToUtf8Bytes(manifest, Json), (byte)'\n'];
}

/// <summary>The pipeline file that made the release.</summary>
public sealed record PipelineUse(string Name, string Fingerprint, string Description, string Source, string Licence);

/// <summary>
/// The release's place in a ledger: leaves <paramref name="From"/> and up are its <paramref name="Events"/> audit events, then the leaf
/// that speaks for the manifest; behind it the ledger had <paramref name="Size"/> leaves and this root. <paramref name="Key"/> is name and
/// id of who signed.
/// </summary>
public sealed record LedgerPlace(string Origin, string Key, long From, long Size, string Root, long Events)
{
    public static LedgerPlace None { get; } = new("", "", 0, 0, "", 0);

    /// <summary>Events of a release at most: its leaves are held in memory when it is published or verified.</summary>
    public const long EventsMax = 1L << 26;

    /// <summary>Leaves of a ledger at most, so that no sum of them overflows.</summary>
    public const long SizeMax = 1L << 50;

    public bool IsPossible => From >= 0 && Events is >= 0 and < EventsMax && Size <= SizeMax && Size == From + Events + 1;
}

/// <summary>A condition on the release: it is published only when <paramref name="Value"/> is at least <paramref name="Min"/>, and at most
/// <see cref="Max"/> where there is one.</summary>
public sealed record Gate(string Name, double Value, double Min)
{
    /// <summary>How the names of those begin that an evaluation measured.</summary>
    public const string Evaluated = "evaluate-";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Max { get; init; }

    public bool Passed => Value >= Min && !(Value > Max);

    /// <summary>The bound that counts, in words.</summary>
    [JsonIgnore]
    public string Asked => string.Create(CultureInfo.InvariantCulture, $"{(Max is null ? "at least" : "at most")} {Max ?? Min} asked");
}
