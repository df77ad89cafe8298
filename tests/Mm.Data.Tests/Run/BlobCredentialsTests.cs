using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using Mm.Data.Storage;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>Runs out of a container into it with each kind of credential but the connection string, which all other tests use.</summary>
public sealed class BlobCredentialsTests(AzuriteServer service) : IDisposable
{
    private const int Pictures = 12;
    private const string Account = AzuriteServer.Account;
    private const string AssignedId = "00000000-0000-0000-0000-0000000000a1";
    private readonly PlainRun _run = new(Pictures);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_signature_opens_the_account_with_the_permissions_that_the_page_names(bool isFile)
    {
        var container = await service.NewContainerAsync();
        await AzuriteServer.UploadAsync(container, _run.Input, "in");
        var sas = Signature(
            container, BlobContainerSasPermissions.Read | BlobContainerSasPermissions.List | BlobContainerSasPermissions.Create
                | BlobContainerSasPermissions.Write | BlobContainerSasPermissions.Delete);
        var environment = await SignedAsync(sas, isFile);

        await MakesTheReleaseOfFoldersAsync(container.Name, environment, Secret(sas));
    }

    [Theory]
    [InlineData(BlobContainerSasPermissions.List)]
    [InlineData(BlobContainerSasPermissions.Read | BlobContainerSasPermissions.List)]
    [InlineData(null)] // all of them, and long over
    public async Task A_signature_that_allows_too_little_is_told_without_it(BlobContainerSasPermissions? may)
    {
        var container = await service.NewContainerAsync();
        await AzuriteServer.UploadAsync(container, _run.Input, "in");
        var sas = may is { } some
            ? Signature(container, some)
            : Signature(container, BlobContainerSasPermissions.All, TimeSpan.FromDays(-1));

        var run = await RunAsync(container.Name, await SignedAsync(sas, isFile: false));

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("refuses (403 Auth", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Check the credentials of Storage", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret(sas), run.Output + run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(
            await container.GetBlobsAsync(cancellationToken: Cancel).Select(blob => blob.Name).ToListAsync(Cancel),
            name => !name.StartsWith("in/", StringComparison.Ordinal));
    }

    // `default` looks whether it is on a virtual machine at that machine's fixed address alone, where nothing of ours can stand.
    [Theory]
    [InlineData("managed", false, false)]
    [InlineData("managed", true, false)]
    [InlineData("managed", false, true)]
    [InlineData("default", true, true)]
    public async Task A_managed_identity_opens_the_account(string identity, bool isApp, bool isAssigned)
    {
        await using var endpoint = await IdentityEndpoint.StartAsync();
        await using var azurite = await OverTlsAsync();
        var container = await NewContainerAsync(azurite);
        await AzuriteServer.UploadAsync(container, _run.Input, "in");
        var environment = ByIdentity(azurite, identity);
        foreach (var (name, value) in isApp ? endpoint.OfApp() : endpoint.OfMachine())
            environment.Add(name, value);
        if (isAssigned)
            environment["MMDATA_Storage__IdentityClientId"] = AssignedId;

        await MakesTheReleaseOfFoldersAsync(container.Name, environment, endpoint.Token);
        Assert.NotEmpty(endpoint.ClientIds);
        Assert.All(endpoint.ClientIds, id => Assert.Equal(isAssigned ? AssignedId : "", id));
    }

    [Fact]
    public async Task A_machine_without_an_identity_is_told()
    {
        await using var azurite = await OverTlsAsync();
        var container = await NewContainerAsync(azurite);
        var environment = ByIdentity(azurite, "managed");
        environment["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = $"http://127.0.0.1:{Ports.Free()}/";

        var run = await RunAsync(container.Name, environment);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("No identity was found", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Storage:Identity", run.Errors, StringComparison.Ordinal);
    }

    private async Task MakesTheReleaseOfFoldersAsync(string container, Dictionary<string, string> environment, string secret)
    {
        await _run.DoneAsync();
        var made = await RunAsync(container, environment);
        Assert.True(made.ExitCode == 0, made.Output + made.Errors);
        var copied = await CommandAsync(environment, "copy", $"az://{container}/out", _run["copy"]);
        Assert.True(copied.ExitCode == 0, copied.Output + copied.Errors);
        Assert.Equal(await _run.FilesAsync(), await Trees.ListAsync(_run["copy"], Cancel));
        Assert.DoesNotContain(secret, made.Output + made.Errors + copied.Output + copied.Errors, StringComparison.Ordinal);
        var bytes = Encoding.ASCII.GetBytes(secret);
        foreach (var file in Directory.EnumerateFiles(_run["blob-state"], "*", SearchOption.AllDirectories))
            Assert.True((await File.ReadAllBytesAsync(file, Cancel)).AsSpan().IndexOf(bytes) < 0, file);
    }

    private Task<Mmdata> RunAsync(string container, Dictionary<string, string> environment) => CommandAsync(
        environment, "run", _run["pipeline.yaml"], "--input", $"az://{container}/in", "--output", $"az://{container}/out", "--workers", "2");

    private Task<Mmdata> CommandAsync(Dictionary<string, string> environment, params string[] command) =>
        Mmdata.RunAsync(_run["blob-state"], environment, Cancel, command);

    private async Task<Dictionary<string, string>> SignedAsync(string sas, bool isFile)
    {
        if (isFile)
            await File.WriteAllTextAsync(_run["sas"], sas + "\n", Cancel);
        return At(
            $"http://127.0.0.1:{service.Port}", (isFile ? "MMDATA_Storage__SasFile" : "MMDATA_Storage__Sas", isFile ? _run["sas"] : sas));
    }

    private Dictionary<string, string> ByIdentity(AzuriteProcess azurite, string identity) => At(
        $"https://127.0.0.1:{azurite.Port}", ("MMDATA_Storage__Identity", identity), ("SSL_CERT_FILE", _run["azurite.pem"]));

    private static Dictionary<string, string> At(string service, params IEnumerable<(string Name, string Value)> more)
    {
        var environment = new Dictionary<string, string>
        {
            ["MMDATA_Storage__AccountUrl"] = $"{service}/{Account}",
            ["MMDATA_Storage__ServiceVersion"] = AzuriteServer.ServiceVersion,
            ["MMDATA_Storage__RetriesMax"] = "1",
        };
        foreach (var (name, value) in more)
            environment.Add(name, value);
        return environment;
    }

    private static string Signature(BlobContainerClient container, BlobContainerSasPermissions may, TimeSpan? lifetime = null)
    {
        var until = TimeProvider.System.GetUtcNow() + (lifetime ?? TimeSpan.FromHours(1));
        return container.GenerateSasUri(new BlobSasBuilder(may, until) { BlobContainerName = container.Name }).Query;
    }

    /// <summary>The part of a signature that must be seen nowhere.</summary>
    private static string Secret(string sas) => sas[(sas.IndexOf("sig=", StringComparison.Ordinal) + "sig=".Length)..];

    /// <summary>A service that takes tokens, which the protocol gives over TLS alone.</summary>
    private async Task<AzuriteProcess> OverTlsAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await File.WriteAllTextAsync(_run["azurite.pem"], certificate.ExportCertificatePem(), Cancel);
        await File.WriteAllTextAsync(_run["azurite.key"], key.ExportPkcs8PrivateKeyPem(), Cancel);
        return await AzuriteProcess.StartAsync(
            Account, AzuriteServer.Key, "--oauth", "basic", "--cert", _run["azurite.pem"], "--key", _run["azurite.key"]);
    }

    /// <summary>Made by the account's owner, with the key.</summary>
    private static async Task<BlobContainerClient> NewContainerAsync(AzuriteProcess azurite)
    {
        var options = new BlobClientOptions(new StorageOptions { ServiceVersion = AzuriteServer.ServiceVersion }.ParsedVersion()!.Value)
        {
            Transport = new Azure.Core.Pipeline.HttpClientTransport(new HttpClientHandler
            {
                ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
            }),
        };
        var container = new BlobServiceClient(
            new Uri($"https://127.0.0.1:{azurite.Port}/{Account}"), new StorageSharedKeyCredential(Account, AzuriteServer.Key), options)
            .GetBlobContainerClient("photos");
        await container.CreateAsync(cancellationToken: Cancel);
        return container;
    }
}
