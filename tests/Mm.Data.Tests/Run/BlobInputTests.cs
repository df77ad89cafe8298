using Mm.Data.Storage;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>Runs over an input in a container.</summary>
public sealed class BlobInputTests(AzuriteServer service) : IDisposable
{
    private const int Pictures = 40;
    private readonly PlainRun _run = new(Pictures);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _run.Dispose();

    [Promise(PromiseAttribute.Bytes, "An input in blob storage gives the release of the same files in a folder, byte for byte.")]
    [Fact]
    public async Task The_release_is_that_of_the_same_files_in_a_folder()
    {
        File.WriteAllText(
            Path.Combine(_run.Input, "metadata.jsonl"), $$"""{"file_name": "{{PlainRun.Name(3)}}.png", "text": "From the list."}""");
        await _run.DoneAsync();
        var container = await service.NewContainerAsync();
        await AzuriteServer.UploadAsync(container, _run.Input, "in/a b");
        var storage = await service.OptionsAsync();

        var blobs = await RunAsync(storage, $"az://{container.Name}/in/a b/", "other");

        Assert.True(blobs.ExitCode == 0, blobs.Output + blobs.Errors);
        Assert.Equal(await _run.FilesAsync(), await Trees.ListAsync(_run["other"], Cancel));
        Assert.DoesNotContain(AzuriteServer.Key, blobs.Output + blobs.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_service_refuses_is_told_without_the_key_and_can_be_mended()
    {
        var container = await service.NewContainerAsync();
        var storage = await service.OptionsAsync();
        var wrong = storage with
        {
            ConnectionString = storage.ConnectionString.Replace(AzuriteServer.Key, TestKey, StringComparison.Ordinal),
            RetriesMax = 0,
        };

        var refused = await RunAsync(wrong, $"az://{container.Name}/in", "other");
        var absent = await RunAsync(storage, $"az://{container.Name}/in", "other");

        Assert.Empty(CleanStop.Faults(refused));
        Assert.Equal(3, refused.ExitCode);
        Assert.DoesNotContain(TestKey, refused.Errors, StringComparison.Ordinal);
        Assert.Contains("credentials", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(2, absent.ExitCode);
        Assert.Contains("does not exist", absent.Errors, StringComparison.Ordinal);
    }

    private static string TestKey { get; } = Convert.ToBase64String("another-key-0123456789"u8);

    private Task<Mmdata> RunAsync(StorageOptions storage, string input, string output) => Mmdata.RunAsync(
        _run[output + "-state"], AzuriteServer.Environment(storage), Cancel, "run", _run["pipeline.yaml"], "--input", input, "--output",
        _run[output], "--workers", "2");
}
