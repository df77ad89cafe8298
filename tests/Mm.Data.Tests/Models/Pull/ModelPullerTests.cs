using Mm.Data.Models;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Pull;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Xunit;

namespace Mm.Data.Tests.Models.Pull;

public sealed class ModelPullerTests : IAsyncLifetime
{
    private readonly PullFixture _pull = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _pull.InitializeAsync();

    public ValueTask DisposeAsync() => _pull.DisposeAsync();

    [Fact]
    public async Task A_model_comes_whole_with_its_card_and_is_found()
    {
        var seen = new List<PullProgress>();

        var pulled = await _pull.RunAsync(progress: new Told(seen));

        Assert.Equal(new PulledModel("m", Path.Combine(_pull.Out.Path, "m"), true, pulled.Problems), pulled);
        Assert.Empty(pulled.Problems);
        Assert.Equal(_pull.Weights, await File.ReadAllBytesAsync(_pull.Pulled, Cancel));
        var model = new ModelStore(new ModelOptions { Folders = [_pull.Out.Path] }).Open("m", ModelTask.DualEncoder);
        Assert.Equal("int8", model.Use.Precision);
        Assert.Contains(seen, step => step is { File: "vision.onnx", Done: PullFixture.Size, Bytes: PullFixture.Size });
        Assert.False(File.Exists(_pull.Part));
    }

    [Fact]
    public async Task What_is_there_is_not_asked_for_again()
    {
        await _pull.RunAsync();
        _pull.Server.Requests.Clear();

        var again = await _pull.RunAsync();

        Assert.False(again.Changed);
        Assert.Empty(_pull.Server.Requests);
    }

    [Fact]
    public async Task A_wrong_digest_is_refused_and_nothing_is_put_in_place()
    {
        _pull.Server.Files[PullFixture.Where] = [.. _pull.Weights.Reverse()];

        var pulled = await _pull.RunAsync();

        Assert.False(pulled.Changed);
        Assert.Contains("is pinned", Assert.Single(pulled.Problems), StringComparison.Ordinal);
        Assert.False(Directory.Exists(pulled.Folder));
        Assert.False(File.Exists(_pull.Part));
    }

    [Fact]
    public async Task A_folder_that_no_pull_made_is_left_alone()
    {
        Directory.CreateDirectory(Path.Combine(_pull.Out.Path, "m"));

        await Assert.ThrowsAsync<ConfigurationException>(() => _pull.RunAsync());

        Assert.Empty(_pull.Server.Requests);
    }

    [Fact]
    public async Task A_new_version_takes_the_place_of_the_old_one()
    {
        await _pull.RunAsync();
        _pull.Server.Files[PullFixture.Where] = [.. _pull.Weights.Reverse()];
        var newer = PullFixture.Model(_pull.Server.Files[PullFixture.Where]);

        Assert.True((await _pull.RunAsync(newer)).Changed);

        Assert.Equal(_pull.Server.Files[PullFixture.Where], await File.ReadAllBytesAsync(_pull.Pulled, Cancel));
        Assert.Contains(newer.Files[0].Sha256, await File.ReadAllTextAsync(Path.Combine(_pull.Out.Path, "m", "model.yaml"), Cancel), StringComparison.Ordinal);
    }

    private sealed class Told(List<PullProgress> seen) : IProgress<PullProgress>
    {
        public void Report(PullProgress value) => seen.Add(value);
    }
}
