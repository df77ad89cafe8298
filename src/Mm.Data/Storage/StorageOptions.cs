using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Azure.Storage.Blobs;

namespace Mm.Data.Storage;

/// <summary>With what an account is opened that is named by its address alone.</summary>
public enum StorageIdentity : byte
{
    /// <summary>
    /// What the machine offers, in the order of the Azure SDK: environment, workload, managed identity, a developer's login.
    /// </summary>
    Default,

    /// <summary>The managed identity of the machine, and nothing else.</summary>
    Managed,
}

/// <summary>
/// Section <c>Storage</c> of appsettings.json: the account behind <c>az://</c>. Connection string and SAS are secrets: no message, page or
/// log shows them.
/// </summary>
public sealed record StorageOptions : IValidatableObject
{
    /// <summary>Connection string of the account, best set as <c>MMDATA_Storage__ConnectionString</c>.</summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>A file that holds the connection string.</summary>
    public string ConnectionStringFile { get; init; } = "";

    /// <summary>
    /// Address of the blob service, such as <c>https://ACCOUNT.blob.core.windows.net</c>, in place of a connection string.
    /// </summary>
    public string AccountUrl { get; init; } = "";

    /// <summary>Shared access signature for <see cref="AccountUrl"/>; without one the identity is asked for.</summary>
    public string Sas { get; init; } = "";

    /// <summary>A file that holds the shared access signature.</summary>
    public string SasFile { get; init; } = "";

    public StorageIdentity Identity { get; init; }

    /// <summary>Client id of a managed identity that was assigned by hand; empty: the machine's own.</summary>
    public string IdentityClientId { get; init; } = "";

    /// <summary>Version of the service's protocol, such as <c>2025-11-05</c>; empty: the newest that the SDK knows.</summary>
    public string ServiceVersion { get; init; } = "";

    /// <summary>How often a call that failed on its way is made again, with growing pauses of 0.4 to 8 seconds.</summary>
    public int RetriesMax { get; init; } = 5;

    /// <summary>Seconds after which one try of a call is given up, and seconds that a stream of bytes may stand still.</summary>
    public int TimeoutSeconds { get; init; } = 30;

    /// <summary>KiB of a block of an upload. One must pass in <see cref="TimeoutSeconds"/>.</summary>
    public int BlockKib { get; init; } = 4096;

    /// <summary>Files that are uploaded or downloaded at once.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>
    /// Folder in which releases grow that go to a container, the same for all workers of a run; empty: <c>blob-work</c> in
    /// <c>State:Folder</c>.
    /// </summary>
    public string WorkFolder { get; init; } = "";

    /// <summary>Days after which the files of a publication that never came to its end are deleted by the next one.</summary>
    public int LeftoverDays { get; init; } = 7;

    /// <summary>Whether an account is named at all.</summary>
    internal bool IsSet => ConnectionString.Length + ConnectionStringFile.Length + AccountUrl.Length > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        [.. Credentials(), .. Numbers(), .. Versions()];

    /// <summary>The protocol's version; null where the text is none that the SDK knows.</summary>
    internal BlobClientOptions.ServiceVersion? ParsedVersion() =>
        Enum.TryParse<BlobClientOptions.ServiceVersion>($"V{ServiceVersion.Replace('-', '_')}", out var version)
        && Enum.IsDefined(version)
            ? version
            : null;

    private IEnumerable<ValidationResult> Credentials()
    {
        if (ConnectionString.Length > 0 && ConnectionStringFile.Length > 0)
            yield return new ValidationResult("set ConnectionString or ConnectionStringFile, not both.");
        if (ConnectionString.Length + ConnectionStringFile.Length > 0 && AccountUrl.Length > 0)
            yield return new ValidationResult("set a connection string or AccountUrl, not both.");
        if (ConnectionString.Length > 0 && !BlobAccount.IsConnectionString(ConnectionString))
            yield return new ValidationResult(BlobAccount.NoConnectionString);
        if (Sas.Length > 0 && SasFile.Length > 0)
            yield return new ValidationResult("set Sas or SasFile, not both.");
        if (Sas.Length + SasFile.Length > 0 && AccountUrl.Length == 0)
            yield return new ValidationResult("Sas goes with AccountUrl: set that too.");
        foreach (var file in (string[])[ConnectionStringFile, SasFile])
        {
            if (file.Length > 0 && !File.Exists(file))
                yield return new ValidationResult($"the file {file} does not exist.");
        }

        if (AccountUrl.Length > 0 && !IsAccountUrl(AccountUrl))
            yield return new ValidationResult("AccountUrl has to be an https address without query; http is for loopback with Sas alone.");
    }

    private IEnumerable<ValidationResult> Numbers()
    {
        (string Name, int Value, int Min, int Max)[] numbers =
        [
            (nameof(RetriesMax), RetriesMax, 0, 20), (nameof(TimeoutSeconds), TimeoutSeconds, 1, 3600),
            (nameof(BlockKib), BlockKib, 64, 1 << 20), (nameof(Parallel), Parallel, 1, 64), (nameof(LeftoverDays), LeftoverDays, 1, 3650),
        ];
        foreach (var (name, value, min, max) in numbers.Where(number => number.Value < number.Min || number.Value > number.Max))
            yield return new ValidationResult(string.Create(CultureInfo.InvariantCulture, $"{name}={value}: give {min} to {max}."));
    }

    private IEnumerable<ValidationResult> Versions()
    {
        if (ServiceVersion.Length > 0 && ParsedVersion() is null)
            yield return new ValidationResult($"ServiceVersion={ServiceVersion} is none that is known here. Write it as 2025-11-05.");
    }

    private bool IsAccountUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Query.Length == 0 && url.UserInfo.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps
            || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback && Sas.Length + SasFile.Length > 0));

    public override string ToString() => AccountUrl.Length > 0 ? AccountUrl : IsSet ? "by a connection string" : "not set";
}
