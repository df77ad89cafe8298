using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Mm.Data.Pipeline;

namespace Mm.Data.Storage;

/// <summary>Opens the account of the settings. Retries and timeouts are set on purpose, so that every call ends in a known time.</summary>
internal static class BlobAccount
{
    public const string NoConnectionString =
        "ConnectionString is no connection string of a storage account. Copy it from the account's access keys.";

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan DelayMax = TimeSpan.FromSeconds(8);

    /// <exception cref="ConfigurationException">The settings name no account, or no usable one.</exception>
    public static BlobServiceClient Open(StorageOptions options)
    {
        if (!options.IsSet)
        {
            throw new ConfigurationException(
                "az:// needs an account: set Storage:ConnectionString (or ConnectionStringFile), or Storage:AccountUrl with "
                + "Storage:Sas or an identity. See docs/storage.md.");
        }

        var client = ClientOptions(options);
        if (options.AccountUrl.Length == 0)
        {
            var text = options.ConnectionString.Length > 0
                ? options.ConnectionString
                : Read(options.ConnectionStringFile, nameof(options.ConnectionStringFile));
            return IsConnectionString(text)
                ? new BlobServiceClient(text, client)
                : throw new ConfigurationException($"Storage: {NoConnectionString}");
        }

        var url = new Uri(options.AccountUrl);
        var sas = options.Sas.Length > 0 || options.SasFile.Length == 0 ? options.Sas : Read(options.SasFile, nameof(options.SasFile));
        return sas.Length > 0
            ? new BlobServiceClient(new UriBuilder(url) { Query = sas.TrimStart('?') }.Uri, client)
            : new BlobServiceClient(url, Identity(options), client);
    }

    /// <summary>What the SDK takes for one; its own message could quote the key.</summary>
    public static bool IsConnectionString(string text)
    {
        try
        {
            return new BlobServiceClient(text).Uri.IsAbsoluteUri;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static TokenCredential Identity(StorageOptions options)
    {
        var id = options.IdentityClientId.Length > 0 ? options.IdentityClientId : null;
        return options.Identity is StorageIdentity.Managed
            ? new ManagedIdentityCredential(
                id is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(id))
            : new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = id });
    }

    private static BlobClientOptions ClientOptions(StorageOptions options)
    {
        var client = options.ParsedVersion() is { } version ? new BlobClientOptions(version) : new BlobClientOptions();
        client.Retry.Mode = RetryMode.Exponential;
        client.Retry.MaxRetries = options.RetriesMax;
        client.Retry.Delay = Delay;
        client.Retry.MaxDelay = DelayMax;
        client.Retry.NetworkTimeout = TimeSpan.FromSeconds(options.TimeoutSeconds);
        client.Diagnostics.IsLoggingEnabled = false; // names of blobs may hold personal data
        client.Diagnostics.IsDistributedTracingEnabled = false;
        client.Diagnostics.IsTelemetryEnabled = false;
        return client;
    }

    private static string Read(string path, string setting)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"Storage:{setting}: {path} cannot be read: {e.Message}");
        }
    }
}
