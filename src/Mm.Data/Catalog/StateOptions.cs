using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Catalog;

/// <summary>Where runs and jobs are kept.</summary>
public enum StateDatabase : byte
{
    /// <summary>A file in the state folder, for the processes of one machine.</summary>
    Sqlite,

    /// <summary>A server, for many machines.</summary>
    Postgresql,
}

/// <summary>Section <c>State</c> of appsettings.json. Connection and key are secrets: no message and no page shows them.</summary>
public sealed record StateOptions : IValidatableObject
{
    /// <summary>Folder of the catalog, reports and cache; a relative one is taken from the folder the command runs in.</summary>
    [Required, MinLength(1)]
    public string Folder { get; init; } = ".mmdata";

    public StateDatabase Database { get; init; }

    /// <summary>Connection string of PostgreSQL, best set as <c>MMDATA_State__Connection</c>.</summary>
    public string Connection { get; init; } = "";

    /// <summary>A file that holds the connection string.</summary>
    public string ConnectionFile { get; init; } = "";

    /// <summary>
    /// Seals what workers share of a run: at least 32 bytes in base64 or hexadecimal, the same on all, best set as
    /// <c>MMDATA_State__Key</c>. Without one nothing is shared, and each worker lists and digests the input itself (ADR 0014).
    /// </summary>
    public string Key { get; init; } = "";

    /// <summary>A file that holds the key.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>Seconds that a database which does not answer is waited for before a command gives up.</summary>
    [Range(0, 3600)]
    public int PatienceSeconds { get; init; } = 60;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Connection.Length > 0 && ConnectionFile.Length > 0)
            yield return new ValidationResult("set Connection or ConnectionFile, not both.");
        if (Database is StateDatabase.Postgresql && Connection.Length + ConnectionFile.Length == 0)
            yield return new ValidationResult(
                "Database=postgresql needs Connection (Host=...;Database=...;Username=...) or ConnectionFile.");
    }

    public override string ToString() => $"{Database} in {Folder}";
}
