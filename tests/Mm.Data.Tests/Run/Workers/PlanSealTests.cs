using System.Text;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Run;
using Mm.Data.Run.Workers;
using Mm.Data.Source;
using Mm.Data.Storage;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run.Workers;

/// <summary>Plans that workers share in a folder that others may read.</summary>
public sealed class PlanSealTests : IDisposable
{
    private const string Key = "0123456789abcdef";
    private static readonly ShardOptions Shards = new() { Samples = 2 };
    private readonly TemporaryFolder _folder = new();
    private readonly RunWorkspace _workspace;

    public PlanSealTests() => _workspace = RunWorkspace.Open(_folder["release"], Key);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string SealedPath => Path.Combine(_workspace.Markers, "plan.sealed");

    [Fact]
    public async Task A_plan_comes_back_whole_and_its_samples_can_be_read()
    {
        var plan = await PlanAsync();
        await Seal(1).WriteAsync(_workspace, Key, plan, Cancel);

        var back = await Seal(1).ReadAsync(_workspace, Key, Shards, PartShelves.None, Cancel);

        Assert.NotNull(back);
        Assert.Equal(plan.Digest, back.Digest);
        Assert.Equal(plan.Shards, back.Shards);
        Assert.Equal(plan.Census.Ignored, back.Census.Ignored);
        Assert.Equal(5, back.Samples.Count);
        for (var i = 0; i < plan.Samples.Count; i++)
        {
            var (was, read) = (await plan.Samples[i].ReadAsync(Cancel), await back.Samples[i].ReadAsync(Cancel));
            Assert.Equal(plan.Samples[i].Id, back.Samples[i].Id);
            Assert.Equal(was.Value!.Caption, read.Value!.Caption);
            Assert.Equal(was.Value!.Asset.ToArray(), read.Value!.Asset.ToArray());
        }
    }

    [Fact]
    public async Task Nothing_in_the_file_can_be_read_and_no_two_files_are_alike()
    {
        var plan = await PlanAsync();
        await Seal(1).WriteAsync(_workspace, Key, plan, Cancel);
        var bytes = await File.ReadAllBytesAsync(SealedPath, Cancel);
        await Seal(1).WriteAsync(_workspace, Key, plan, Cancel);

        Assert.DoesNotContain("jane-doe", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        Assert.DoesNotContain(plan.Samples[0].Id, Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        Assert.NotEqual(bytes, await File.ReadAllBytesAsync(SealedPath, Cancel));
    }

    [Fact]
    public async Task Another_key_or_run_and_every_changed_or_missing_byte_is_found()
    {
        await Seal(1).WriteAsync(_workspace, Key, await PlanAsync(), Cancel);
        Assert.Null(await Seal(2).ReadAsync(_workspace, Key, Shards, PartShelves.None, Cancel));
        Assert.Null(await Seal(1).ReadAsync(_workspace, "another", Shards, PartShelves.None, Cancel));
        var whole = await File.ReadAllBytesAsync(SealedPath, Cancel);
        for (var at = 0; at < whole.Length; at += 7)
        {
            var changed = whole.ToArray();
            changed[at] ^= 1;
            await File.WriteAllBytesAsync(SealedPath, changed, Cancel);
            Assert.Null(await Seal(1).ReadAsync(_workspace, Key, Shards, PartShelves.None, Cancel));
            await File.WriteAllBytesAsync(SealedPath, whole[..at], Cancel);
            Assert.Null(await Seal(1).ReadAsync(_workspace, Key, Shards, PartShelves.None, Cancel));
        }
    }

    [Fact]
    public async Task A_plan_larger_than_a_piece_comes_back_piece_by_piece()
    {
        var bytes = new byte[(SealingStream.PieceBytes * 2) + 5];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(i * 31 >> 3);
        using var file = new MemoryStream();
        await using (var seal = new SealingStream(file, new byte[32], Key))
            await seal.WriteAsync(bytes, Cancel);
        using var back = new MemoryStream();
        await using (var open = new UnsealingStream(new MemoryStream(file.ToArray()), new byte[32], Key))
            await open.CopyToAsync(back, Cancel);

        Assert.Equal(bytes, back.ToArray());
        var swapped = file.ToArray();
        var piece = SealingStream.HeadBytes + SealingStream.PieceBytes + SealingStream.TagBytes;
        var first = swapped.AsSpan(SealingStream.SaltBytes, piece).ToArray();
        swapped.AsSpan(SealingStream.SaltBytes + piece, piece).CopyTo(swapped.AsSpan(SealingStream.SaltBytes));
        first.CopyTo(swapped.AsSpan(SealingStream.SaltBytes + piece));
        await using var other = new UnsealingStream(new MemoryStream(swapped), new byte[32], Key);
        await Assert.ThrowsAnyAsync<System.Security.Cryptography.CryptographicException>(() => other.CopyToAsync(Stream.Null, Cancel));
    }

    [Fact]
    public async Task Without_a_key_nothing_is_written()
    {
        await new PlanSeal(new StateOptions { Database = StateDatabase.Postgresql }, Stores.Local).WriteAsync(_workspace, Key, await PlanAsync(), Cancel);
        Assert.False(File.Exists(SealedPath));
    }

    public void Dispose()
    {
        _workspace.Dispose();
        _folder.Dispose();
    }

    private static PlanSeal Seal(byte key) => new(
        new StateOptions { Database = StateDatabase.Postgresql, Key = Convert.ToHexStringLower(Enumerable.Repeat(key, 32).ToArray()) },
        Stores.Local);

    /// <summary>Every kind of caption's place: none, text, side-car, side-car with a text behind it, and a list's row.</summary>
    private async Task<RunPlan> PlanAsync()
    {
        var input = Directory.CreateDirectory(_folder["input/below"]).Parent!.FullName;
        foreach (var name in (string[])["none", "jane-doe", "side", "both", "below/listed"])
            await File.WriteAllTextAsync(Path.Combine(input, name + ".jpg"), "bytes of " + name, Cancel);
        await File.WriteAllTextAsync(Path.Combine(input, "jane-doe.txt"), "Jane Doe at home", Cancel);
        await File.WriteAllTextAsync(Path.Combine(input, "side.json"), """{"caption": "of the side"}""", Cancel);
        await File.WriteAllTextAsync(Path.Combine(input, "both.json"), """{"other": 1}""", Cancel);
        await File.WriteAllTextAsync(Path.Combine(input, "both.txt"), "of the text", Cancel);
        await File.WriteAllTextAsync(
            Path.Combine(input, "below/metadata.jsonl"), """{"file_name": "listed.jpg", "caption": "of the list"}""" + "\n", Cancel);
        await File.WriteAllTextAsync(Path.Combine(input, "notes.doc"), "ignored", Cancel);
        return await Planner.PlanAsync(
            await SourceOpener.OpenAsync(
                LocalFiles.Instance, input, new SourceOptions { Name = "n", Licence = "mit", CaptionColumn = "caption" }, Cancel),
            Shards, Cancel);
    }
}
