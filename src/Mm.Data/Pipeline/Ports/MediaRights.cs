using System.Text.Json.Serialization;

namespace Mm.Data.Pipeline.Ports;

/// <summary>
/// What an asset's own metadata says of rights, read before it is dropped: whether, and by which known code; never who and never a text,
/// because names and addresses are personal data.
/// </summary>
public sealed record MediaRights
{
    /// <summary>A licence is stated that is none of the known ones.</summary>
    public const string OtherLicence = "other";

    /// <summary>What <see cref="Licence"/> may be: SPDX ids in lower case, and <see cref="OtherLicence"/>.</summary>
    public static readonly IReadOnlySet<string> Licences = new HashSet<string>(StringComparer.Ordinal)
    {
        OtherLicence, "cc0-1.0", "cc-pdm-1.0",
        "cc-by-1.0", "cc-by-2.0", "cc-by-2.5", "cc-by-3.0", "cc-by-4.0",
        "cc-by-sa-1.0", "cc-by-sa-2.0", "cc-by-sa-2.5", "cc-by-sa-3.0", "cc-by-sa-4.0",
        "cc-by-nd-1.0", "cc-by-nd-2.0", "cc-by-nd-2.5", "cc-by-nd-3.0", "cc-by-nd-4.0",
        "cc-by-nc-1.0", "cc-by-nc-2.0", "cc-by-nc-2.5", "cc-by-nc-3.0", "cc-by-nc-4.0",
        "cc-by-nc-sa-1.0", "cc-by-nc-sa-2.0", "cc-by-nc-sa-2.5", "cc-by-nc-sa-3.0", "cc-by-nc-sa-4.0",
        "cc-by-nc-nd-2.0", "cc-by-nc-nd-2.5", "cc-by-nc-nd-3.0", "cc-by-nc-nd-4.0",
    };

    /// <summary>
    /// What <see cref="DataMining"/> may be, by the last part of the PLUS vocabulary's terms (IPTC Photo Metadata 2023.1,
    /// <c>plus:DataMining</c>, <c>DMI-...</c>).
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> DataMiningTerms = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["DMI-UNSPECIFIED"] = "unspecified",
        ["DMI-ALLOWED"] = "allowed",
        ["DMI-PROHIBITED"] = Prohibited,
        ["DMI-PROHIBITED-AIMLTRAINING"] = Prohibited + "-aiml-training",
        ["DMI-PROHIBITED-GENAIMLTRAINING"] = Prohibited + "-genai-training",
        ["DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING"] = Prohibited + "-except-search",
        ["DMI-PROHIBITED-SEECONSTRAINT"] = Prohibited + "-see-constraint",
        ["DMI-PROHIBITED-SEEEMBEDDEDRIGHTSEXPR"] = Prohibited + "-see-rights",
    };

    private const string Prohibited = "prohibited";

    /// <summary>A copyright notice (Exif, IPTC, XMP, PNG text) or a mark that the work is protected.</summary>
    public bool HasCopyright { get; init; }

    /// <summary>A creator, artist or by-line.</summary>
    public bool HasCreator { get; init; }

    /// <summary>One of <see cref="Licences"/>; "" where none is stated.</summary>
    public string Licence { get; init; } = "";

    /// <summary>A value of <see cref="DataMiningTerms"/>; "" where nothing is said.</summary>
    public string DataMining { get; init; } = "";

    /// <summary><c>tdm:reservation</c> is 1 (W3C TDM Reservation Protocol).</summary>
    public bool IsTdmReserved { get; init; }

    /// <summary>A keyword or instruction <c>noai</c>, <c>noimageai</c> or <c>noml</c>.</summary>
    public bool SaysNoAi { get; init; }

    /// <summary>A C2PA manifest (content credentials) is there. Its signature is not checked.</summary>
    public bool HasC2pa { get; init; }

    /// <summary>The C2PA manifest has a training-and-data-mining assertion with a use that is not allowed.</summary>
    public bool DoesC2paForbid { get; init; }

    /// <summary>A carrier of metadata is damaged or beyond the limits, so that what it says of rights is not known in full.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>Any reservation against mining or training; where its terms lie elsewhere, too.</summary>
    [JsonIgnore]
    public bool OptsOut => IsTdmReserved || SaysNoAi || DoesC2paForbid || DataMining.StartsWith(Prohibited, StringComparison.Ordinal);
}
