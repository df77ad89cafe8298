using Mm.Data.Models;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Store;

public sealed class ModelStoreTests : IDisposable
{
    private readonly ModelFolder _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public void Models_are_listed_by_name_and_a_missing_root_is_skipped()
    {
        _models.DualEncoder("zebra");
        _models.DualEncoder("ant");
        var store = new ModelStore(new ModelOptions { Folders = [Path.Combine(_models.Root, "nowhere"), _models.Root] });

        Assert.Equal(["ant", "zebra"], store.List().Models.Select(model => model.Card.Name));
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        _models.DualEncoder("tiny");

        var e = Assert.Throws<ConfigurationException>(() => _models.Store.Open("tinny", ModelTask.DualEncoder));

        Assert.Contains("No model 'tinny'. Known: tiny.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_card_hides_no_other_model()
    {
        _models.DualEncoder("tiny");
        _models.Card("broken", "name: broken\n");

        var scan = _models.Store.List();

        Assert.Equal(["tiny"], scan.Models.Select(model => model.Card.Name));
        Assert.NotEmpty(scan.Problems);
        Assert.NotNull(_models.Store.Open("tiny", ModelTask.DualEncoder));
    }

    [Fact]
    public void Every_file_that_changed_or_is_gone_is_told()
    {
        _models.DualEncoder("tiny");
        File.AppendAllText(_models.PathOf("tiny", "vision.onnx"), "x");
        File.Delete(_models.PathOf("tiny", "text.onnx"));

        var e = Assert.Throws<ConfigurationException>(() => _models.Store.Open("tiny", ModelTask.DualEncoder));

        Assert.Equal(2, e.Problems.Count);
        Assert.Contains(
            e.Problems,
            p => p.Contains("vision file", StringComparison.Ordinal) && p.Contains("its card says", StringComparison.Ordinal));
        Assert.Contains(
            e.Problems,
            p => p.Contains("text file", StringComparison.Ordinal) && p.Contains("is missing", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_task_is_told()
    {
        _models.DualEncoder("tiny");

        var e = Assert.Throws<ConfigurationException>(() => _models.Store.Open("tiny", ModelTask.BoxDetector));

        Assert.Contains("is a dual-encoder, but a box-detector is wanted", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_described_twice_is_told()
    {
        _models.DualEncoder("tiny");
        using var other = new ModelFolder();
        other.DualEncoder("tiny");
        var store = new ModelStore(new ModelOptions { Folders = [_models.Root, other.Root] });

        Assert.Contains(
            "more than once",
            Assert.Throws<ConfigurationException>(() => store.Find("tiny")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_digest_follows_files_and_settings_and_nothing_else()
    {
        _models.DualEncoder("tiny");
        var digest = _models.Store.Find("tiny").Digest;
        using var moved = new ModelFolder();
        moved.DualEncoder("tiny");
        var card = moved.PathOf("tiny", ModelStore.CardName);

        File.WriteAllText(card, File.ReadAllText(card).Replace("Tiny.", "Described anew.", StringComparison.Ordinal));
        Assert.Equal(digest, moved.Store.Find("tiny").Digest);

        File.WriteAllText(card, File.ReadAllText(card).Replace("mean: [0, 0, 0]", "mean: [0, 0, 0.1]", StringComparison.Ordinal));
        Assert.NotEqual(digest, moved.Store.Find("tiny").Digest);
    }
}
