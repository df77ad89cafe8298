using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs;
using Mm.Data.Storage;
using Xunit;

[assembly: AssemblyFixture(typeof(Mm.Data.Tests.Kit.AzuriteServer))]

namespace Mm.Data.Tests.Kit;

/// <summary>
/// A real blob service (Azurite) on a free port, its blobs in memory, started by the first test that asks. Skips the test where set-up has
/// not brought it. Each test takes a container of its own.
/// </summary>
public sealed partial class AzuriteServer : IAsyncLifetime
{
    /// <summary>Newer ones are refused by it.</summary>
    public const string ServiceVersion = "2025-11-05";

    private const string Account = "mmdata";
    private readonly SemaphoreSlim _once = new(1, 1);
    private Process? _process;
    private Task<string> _rest = Task.FromResult("");
    private int _containers;

    /// <summary>Of the account; no output of ours may show it.</summary>
    internal static string Key { get; } = Convert.ToBase64String(Encoding.ASCII.GetBytes("not-a-secret-azurite-0123456789"));

    /// <summary>The service's port, once it was asked for.</summary>
    internal int Port { get; private set; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Script =>
        Path.Combine(Checkout.Root, ".setup", "azurite", "node_modules", "azurite", "dist", "src", "blob", "main.js");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Storage settings of the account, over <paramref name="port"/> where something lies between.</summary>
    internal async Task<StorageOptions> OptionsAsync(int? port = null)
    {
        Assert.SkipUnless(File.Exists(Script), "Azurite is not there: ops/setup --tests brings it");
        await _once.WaitAsync(Cancel);
        try
        {
            if (_process is null)
                await StartAsync();
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
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
            await _rest;
            _process.Dispose();
        }

        _once.Dispose();
    }

    private static bool IsPlain(string file) => new FileInfo(file).LinkTarget is null;

    private async Task StartAsync()
    {
        var start = new ProcessStartInfo(
            "node",
            [Script, "--blobHost", "127.0.0.1", "--blobPort", "0", "--inMemoryPersistence", "--disableTelemetry", "--silent"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["AZURITE_ACCOUNTS"] = $"{Account}:{Key}";
        var process = Process.Start(start)!;
        var told = new StringBuilder();
        process.ErrorDataReceived += (_, line) => told.AppendLine(line.Data);
        process.BeginErrorReadLine();
        while (await process.StandardOutput.ReadLineAsync(Cancel) is { } line)
        {
            told.AppendLine(line);
            if (Listening().Match(line) is { Success: true } match)
            {
                Port = int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
                _process = process;
                _rest = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // or it would stand still when the pipe is full
                return;
            }
        }

        process.Kill();
        Assert.Fail($"Azurite did not start: {told}");
    }

    [GeneratedRegex(@"listens on http://127\.0\.0\.1:(\d+)")]
    private static partial Regex Listening();
}
