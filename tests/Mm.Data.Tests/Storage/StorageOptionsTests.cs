using System.ComponentModel.DataAnnotations;
using Mm.Data.Pipeline;
using Mm.Data.Storage;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Storage;

public sealed class StorageOptionsTests : IDisposable
{
    private const string Secret = "c2VjcmV0LXNlY3JldC1zZWNyZXQ=";
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_defaults_are_valid_and_name_no_account()
    {
        Assert.Empty(Problems(new StorageOptions()));
        var thrown = Assert.Throws<ConfigurationException>(() => new Stores(new StorageOptions(), "").FilesOf("az://photos"));
        Assert.Contains("Storage:ConnectionString", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_error_is_told_at_once_and_none_quotes_a_secret()
    {
        var told = Problems(new StorageOptions
        {
            ConnectionString = $"AccountKey={Secret}",
            AccountUrl = "http://photos.example.org",
            Sas = $"?sig={Secret}",
            SasFile = "/none/sas",
            ServiceVersion = "2020",
            RetriesMax = -1,
            TimeoutSeconds = 0,
        });

        Assert.Equal(8, told.Length);
        foreach (var word in (string[])[
            "not both", "no connection string", "Sas or SasFile", "/none/sas does not exist", "https", "RetriesMax=-1", "TimeoutSeconds=0",
            "2025-11-05"])
            Assert.Contains(told, problem => problem.Contains(word, StringComparison.Ordinal));
        Assert.DoesNotContain(told, problem => problem.Contains(Secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://photos.blob.core.windows.net", "", "")]
    [InlineData("https://photos.blob.core.windows.net", "sv=2025-11-05&sig=x", "")]
    [InlineData("http://127.0.0.1:10000/photos", "?sv=2025-11-05&sig=x", "2025-11-05")]
    public void Accounts_by_address_with_an_identity_or_a_signature_are_opened(string url, string sas, string version)
    {
        var options = new StorageOptions { AccountUrl = url, Sas = sas, ServiceVersion = version };
        Assert.Empty(Problems(options));
        Assert.True(new Stores(options, "").FilesOf("az://photos/in").IsRemote);
        Assert.Equal(url, options.ToString());
    }

    [Fact]
    public async Task The_program_tells_wrong_settings_at_its_start_without_their_secret()
    {
        var environment = new Dictionary<string, string>
        {
            ["MMDATA_Storage__ConnectionString"] = $"AccountKey={Secret}",
            ["MMDATA_Storage__Parallel"] = "0",
            ["MMDATA_Storage__Bucket"] = Secret,
        };
        var run = await Mmdata.RunAsync(_folder["state"], environment, Cancel, "quarantine", "list");
        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain(Secret, run.Output + run.Errors, StringComparison.Ordinal);
        Assert.Contains("Storage", run.Errors, StringComparison.Ordinal);
    }

    private static string[] Problems(StorageOptions options) =>
        [.. options.Validate(new ValidationContext(options)).Select(problem => problem.ErrorMessage!)];
}
