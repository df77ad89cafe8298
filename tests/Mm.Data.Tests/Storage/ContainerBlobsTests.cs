using System.Security.Cryptography;
using Azure.Storage.Blobs;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Storage;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Storage;

public sealed class ContainerBlobsTests(AzuriteServer service) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private BlobContainerClient? _container;
    private IBlobs? _blobs;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IBlobs Blobs => _blobs!;

    public async ValueTask InitializeAsync()
    {
        _container = await service.NewContainerAsync();
        var options = await service.OptionsAsync() with { BlockKib = 64 };
        _blobs = new Stores(options, "").BlobsOf($"az://{_container.Name}/a/b");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_write_takes_place_where_its_condition_holds_and_nowhere_else()
    {
        Assert.Null(await Blobs.ReadAsync("x", Cancel));
        Assert.Null(Blobs.Read("x"));
        var first = await Blobs.WriteAsync("x", "one"u8.ToArray(), null, Cancel);
        Assert.Null(await Blobs.WriteAsync("x", "two"u8.ToArray(), null, Cancel));
        Assert.Equal(first, await Blobs.WriteAsync("x", "one"u8.ToArray(), null, Cancel)); // its answer was lost
        var second = await Blobs.WriteAsync("x", "two"u8.ToArray(), first!.Version, Cancel);
        Assert.NotNull(second);
        Assert.Null(await Blobs.WriteAsync("x", "three"u8.ToArray(), first.Version, Cancel));

        Assert.Equal("two"u8.ToArray(), (await Blobs.ReadAsync("x", Cancel))!.Bytes);
        Assert.Equal("two"u8, Blobs.Read("x")!.Value.Span);
        Assert.Equal(["x"], await Blobs.ListAsync("", Cancel).Select(blob => blob.Path).ToListAsync(Cancel));
        await Blobs.DeleteAsync("x", Cancel);
        await Blobs.DeleteAsync("x", Cancel);
        Assert.Null(await Blobs.ReadAsync("x", Cancel));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(300_000)] // in blocks
    public async Task A_file_is_uploaded_with_its_digests_once_and_comes_back(int bytes)
    {
        var (file, content) = (_folder["file"], new byte[bytes]);
        for (var i = 0; i < bytes; i++)
            content[i] = (byte)(i * 7);
        await File.WriteAllBytesAsync(file, content, Cancel);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));

        await Blobs.UploadAsync("y/file", file, sha256, Cancel);
        var blob = (await _container!.GetBlobClient("a/b/y/file").GetPropertiesAsync(cancellationToken: Cancel)).Value;
        await Blobs.UploadAsync("y/file", file, sha256, Cancel);
        await Blobs.DownloadAsync("y/file", _folder["back"], Cancel);

        Assert.Equal(sha256, blob.Metadata["sha256"]);
        Assert.Equal((await BothDigests.OfAsync(file, Cancel)).Md5, blob.ContentHash);
        Assert.Equal(blob.ETag, (await _container.GetBlobClient("a/b/y/file").GetPropertiesAsync(cancellationToken: Cancel)).Value.ETag);
        Assert.Equal(content, await File.ReadAllBytesAsync(_folder["back"], Cancel));
    }

    [Fact]
    public async Task A_file_that_is_not_what_it_was_and_a_place_that_is_taken_are_told()
    {
        await File.WriteAllTextAsync(_folder["file"], "one", Cancel);
        var changed = await Assert.ThrowsAsync<EnvironmentException>(() => Blobs.UploadAsync("z", _folder["file"], new string('0', 64), Cancel));
        Assert.Contains("not what it was", changed.Message, StringComparison.Ordinal);
        Assert.Null(await Blobs.ReadAsync("z", Cancel));

        await Blobs.WriteAsync("z", "two"u8.ToArray(), null, Cancel);
        var taken = await Assert.ThrowsAsync<EnvironmentException>(() => Blobs.UploadAsync("z", _folder["file"], null, Cancel));
        Assert.Contains("Another file lies at", taken.Message, StringComparison.Ordinal);
        Assert.Equal("two"u8.ToArray(), (await Blobs.ReadAsync("z", Cancel))!.Bytes);
    }
}
