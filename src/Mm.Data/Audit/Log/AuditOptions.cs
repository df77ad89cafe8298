using System.ComponentModel;

namespace Mm.Data.Audit.Log;

/// <summary>Where the ledger lies and who signs it.</summary>
public sealed record AuditOptions
{
    [Description("Folder of the ledger that releases are appended to. Empty: .mmdata-ledger beside the release.")]
    public string Log { get; init; } = "";

    [Description("Name of a new ledger, best an address without its scheme: example.org/pictures. Empty: made from its first release.")]
    public string Origin { get; init; } = "";

    [Description("The private key, PRIVATE+KEY+..., best set as MMDATA_Audit__Key. Empty: KeyFile, or one that is made at first use.")]
    public string Key { get; init; } = "";

    [Description("A file that holds it. Empty: audit.key in the state folder.")]
    public string KeyFile { get; init; } = "";
}
