using System.Text.Json.Nodes;
using Mm.Data.Publish;
using Mm.Data.Storage;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>Runs out of a container into another place of it.</summary>
public sealed class BlobReleaseTests(AzuriteServer service) : IDisposable
{
    private const int Pictures = 40;
    private readonly PlainRun _run = new(Pictures);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _run.Dispose();

    [Promise(PromiseAttribute.Bytes, "Input and output in blob storage give the release of a run over folders, byte for byte.")]
    [Fact]
    public async Task Input_and_output_in_a_container_give_the_release_of_folders()
    {
        await _run.DoneAsync();
        var container = await service.NewContainerAsync();
        await AzuriteServer.UploadAsync(container, _run.Input, "in");
        var (storage, output) = (await service.OptionsAsync(), $"az://{container.Name}/releases/first");

        var made = await RunAsync(storage, $"az://{container.Name}/in", output);
        Assert.True(made.ExitCode == 0, made.Output + made.Errors);
        Assert.Contains(output, made.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_run["blob-state/blob-work"]));

        var copied = await CommandAsync(storage, "copy", output, _run["copy"]);
        Assert.True(copied.ExitCode == 0, copied.Errors);
        Assert.Equal(await _run.FilesAsync(), await Trees.ListAsync(_run["copy"], Cancel));

        Assert.Contains("there already", (await RunAsync(storage, $"az://{container.Name}/in", output)).Output, StringComparison.Ordinal);
        await ReadAsync(storage, output);
        Assert.DoesNotContain(AzuriteServer.Key, made.Output + made.Errors + copied.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_release_is_told_and_replaced_when_asked_and_the_ledger_lives_with_the_store()
    {
        var container = await service.NewContainerAsync();
        var (storage, output) = (await service.OptionsAsync(), $"az://{container.Name}/releases/first");
        Assert.Equal(0, (await RunAsync(storage, _run.Input, output)).ExitCode);
        _run.Add("one-more", PlainRun.Picture(Pictures));

        var told = await RunAsync(storage, _run.Input, output);
        Assert.Equal(2, told.ExitCode);
        Assert.Contains("holds another release", told.Errors, StringComparison.Ordinal);
        var replaced = await RunAsync(storage, _run.Input, output, "--replace");
        Assert.True(replaced.ExitCode == 0, replaced.Output + replaced.Errors);

        var verified = await CommandAsync(storage, "verify", output, "--key", TestKeys.Mine.Public.ToString(), "--json");
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Errors);
        var shown = JsonNode.Parse((await CommandAsync(storage, "inspect", output, "--json")).Output)!;
        Assert.Equal(Pictures + 1, (int)shown["manifest"]!["counts"]!["measure"]!["entered"]!);
        Assert.True((long)shown["manifest"]!["ledger"]!["from"]! > 0, "the ledger has grown by the second release");
        Assert.True(await container.GetBlobClient("releases/.mmdata-ledger/releases.json").ExistsAsync(Cancel));
    }

    /// <summary>Everything that reads releases reads one in a container.</summary>
    private async Task ReadAsync(StorageOptions storage, string output)
    {
        var verified = await CommandAsync(storage, "verify", output);
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Errors);
        Assert.Equal(2, (await CommandAsync(storage, "verify", output, "--offline")).ExitCode);
        Assert.Contains("measure", (await CommandAsync(storage, "inspect", output)).Output, StringComparison.Ordinal);
        var id = (await CommandAsync(storage, "inspect", output, "--first-kept")).Output.Trim();
        var story = await CommandAsync(storage, "inspect", output, "--sample", id);
        Assert.True(story.ExitCode == 0, story.Output + story.Errors);
        var exported = await CommandAsync(storage, "export", output, _run["tars"]);
        Assert.True(exported.ExitCode == 0, exported.Errors);
        Assert.Equal(2, (await CommandAsync(storage, "revoke", output, "nobody")).ExitCode);
        var revoked = await CommandAsync(storage, "revoke", output, id, "--reason", "erasure.request");
        Assert.StartsWith("1 rows revoked in az://", revoked.Output, StringComparison.Ordinal);
        Assert.StartsWith("0 rows revoked", (await CommandAsync(storage, "revoke", output, id)).Output, StringComparison.Ordinal);
        var without = await CommandAsync(storage, "export", output, _run["tars-without"]);
        Assert.Contains("1 revoked rows left out", without.Output, StringComparison.Ordinal);
        var kept = await CommandAsync(storage, "verify", output, "--checkpoint", output);
        Assert.True(kept.ExitCode == 0, kept.Output + kept.Errors);
        Assert.Equal(2, (await CommandAsync(storage, "verify", output, "--checkpoint", output + "-none")).ExitCode);
        Assert.Equal(2, (await CommandAsync(storage, "verify", output + "-none")).ExitCode);
        Assert.True(File.Exists(Path.Combine(_run["copy"], ReleaseManifest.FileName)));
    }

    private Task<Mmdata> RunAsync(StorageOptions storage, string input, string output, params string[] more) => CommandAsync(
        storage, ["run", _run["pipeline.yaml"], "--input", input, "--output", output, "--workers", "2", .. more]);

    private Task<Mmdata> CommandAsync(StorageOptions storage, params string[] command) =>
        Mmdata.RunAsync(_run["blob-state"], AzuriteServer.Environment(storage), Cancel, command);
}
