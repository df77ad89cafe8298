using System.Text;
using Azure.Storage.Blobs;
using Mm.Data.Storage;
using Xunit;

[assembly: AssemblyFixture(typeof(Mm.Data.Tests.Kit.AzuriteServer))]

namespace Mm.Data.Tests.Kit;

/// <summary>
/// A real blob service (Azurite) on a free port, its blobs in memory, started by the first test that asks. Skips the test where set-up has
/// not brought it. Each test takes a container of its own.
/// </summary>
public sealed class AzuriteServer : IAsyncLifetime
{
    /// <summary>Newer ones are refused by it.</summary>
    public const string ServiceVersion = "2025-11-05";

    internal const string Account = "mmdata";
    private readonly SemaphoreSlim _once = new(1, 1);
    private AzuriteProcess? _process;
    private int _containers;

    /// <summary>Of the account; no output of ours may show it.</summary>
    internal static string Key { get; } = Convert.ToBase64String(Encoding.ASCII.GetBytes("not-a-secret-azurite-0123456789"));

    /// <summary>The service's port, once it was asked for.</summary>
    internal int Port => _process?.Port ?? 0;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Storage settings of the account, over <paramref name="port"/> where something lies between.</summary>
    internal async Task<StorageOptions> OptionsAsync(int? port = null)
    {
        await _once.WaitAsync(Cancel);
        try
        {
            _process ??= await AzuriteProcess.StartAsync(Account, Key);
        }
        finally
        {
            _once.Release();
        }

        return new StorageOptions
        {
            ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
                + $"BlobEndpoint=http://127.0.0.1:{port ?? Port}/{Account};",
            ServiceVersion = ServiceVersion,
        };
    }

    /// <summary>A new, empty container.</summary>
    internal async Task<BlobContainerClient> NewContainerAsync()
    {
        var container = BlobAccount.Open(await OptionsAsync())
            .GetBlobContainerClient($"test-{Interlocked.Increment(ref _containers)}");
        await container.CreateAsync(cancellationToken: Cancel);
        return container;
    }

    /// <summary>Copies a folder's files to blobs below a prefix; links and what is no file stay behind.</summary>
    internal static async Task UploadAsync(BlobContainerClient container, string folder, string prefix)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsPlain))
        {
            var name = $"{prefix}/{Path.GetRelativePath(folder, file)}";
            await container.GetBlobClient(name).UploadAsync(file, overwrite: true, Cancel);
        }
    }

    /// <summary>The settings as a user sets them for the program.</summary>
    internal static Dictionary<string, string> Environment(StorageOptions storage) => new()
    {
        ["MMDATA_Storage__ConnectionString"] = storage.ConnectionString,
        ["MMDATA_Storage__ServiceVersion"] = storage.ServiceVersion,
        ["MMDATA_Storage__RetriesMax"] = $"{storage.RetriesMax}",
        ["MMDATA_Storage__TimeoutSeconds"] = $"{storage.TimeoutSeconds}",
    };

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _once.Dispose();
    }

    private static bool IsPlain(string file) => new FileInfo(file).LinkTarget is null;
}
