using Mm.Data.Models;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Names;

public sealed class StoredNameTaggerTests : IDisposable
{
    private readonly ModelFolder _models = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task A_tagger_is_opened_by_name_and_says_what_it_is()
    {
        Card(Weights.Scrambled(1).Write());
        await using var models = new OnnxModels(_models.Store, _models.Options);

        var tagger = models.OpenNameTagger("some-names");

        Assert.Equal("some-names", tagger.Model.Name);
        Assert.Equal(64, tagger.Model.Digest.Length);
        Assert.Same(tagger, models.OpenNameTagger("some-names"));
    }

    [Fact]
    public async Task A_file_that_holds_no_weights_is_refused_and_says_why()
    {
        Card([1, 2, 3]);
        await using var models = new OnnxModels(_models.Store, _models.Options);

        var problem = Assert.Single(Assert.Throws<ConfigurationException>(() => models.OpenNameTagger("some-names")).Problems);

        Assert.Contains("some-names", problem, StringComparison.Ordinal);
        Assert.Contains("does not begin with MMNAMES1", problem, StringComparison.Ordinal);
        Assert.Equal([problem], await models.CheckAsync("some-names", Cancel));
    }

    [Fact]
    public async Task A_file_that_was_changed_is_refused_by_its_digest()
    {
        Card(Weights.Scrambled(1).Write());
        var path = _models.PathOf("some-names", "weights.bin");
        var bytes = await File.ReadAllBytesAsync(path, Cancel);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, Cancel);
        await using var models = new OnnxModels(_models.Store, _models.Options);

        Assert.Contains("SHA-256", Assert.Single(await models.CheckAsync("some-names", Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_task_is_refused()
    {
        _models.DualEncoder("tiny");
        await using var models = new OnnxModels(_models.Store, _models.Options);

        var problem = Assert.Single(Assert.Throws<ConfigurationException>(() => models.OpenNameTagger("tiny")).Problems);

        Assert.Contains("a name-tagger is wanted", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_model_of_the_repository_is_whole()
    {
        var options = new ModelOptions { Folders = [Path.Combine(Checkout.Root, "models")] };
        await using var models = new OnnxModels(new(options), options);

        Assert.Empty(await models.CheckAsync("names-en", Cancel));
    }

    private void Card(byte[] weights) => _models.Card("some-names", $$"""
        name: some-names
        task: name-tagger
        licence: { name: MIT, terms: "", commercial: true }
        origin: { kind: user }
        files:
        {{_models.File("some-names", "weights", "weights.bin", weights)}}
        """);
}
