using System.Text.Json.Nodes;
using Mm.Data.Audit;
using Mm.Data.Publish;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Publish;

/// <summary>The release's metadata against what Croissant 1.1 and its extension RAI 1.0 demand.</summary>
public sealed class CroissantTests : IDisposable
{
    /// <summary>Members of the extension, by its specification.</summary>
    private static readonly string[] Rai =
    [
        "dataCollection", "dataCollectionMissingData", "dataPreprocessingProtocol", "dataManipulationProtocol", "machineAnnotationTools",
        "personalSensitiveInformation", "dataBiases", "dataLimitations", "dataUseCases", "dataReleaseMaintenancePlan",
    ];

    private static readonly string[] SchemaOrg =
        ["name", "description", "license", "version", "identifier", "distribution", "contentUrl", "contentSize", "encodingFormat", "sha256"];

    private readonly TinyRelease _tiny = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_member_is_bound_to_a_vocabulary_and_every_reference_to_a_node()
    {
        var root = await PublishedAsync();
        var context = root["@context"]!.AsObject();
        var nodes = Objects(root).ToArray();
        var ids = nodes.Where(node => node.ContainsKey("@type")).Select(node => node["@id"]?.GetValue<string>()).OfType<string>().ToHashSet();

        Assert.All(nodes.SelectMany(node => node.Select(member => member.Key)), name => Assert.True(
            name.StartsWith('@') || context.ContainsKey(name) || SchemaOrg.Contains(name)
            || (name.StartsWith("rai:", StringComparison.Ordinal) && Rai.Contains(name[4..])), $"{name} is bound to nothing"));
        Assert.All(
            nodes.Where(node => !node.ContainsKey("@type") && node.Count == 1 && node.ContainsKey("@id")),
            reference => Assert.Contains(reference["@id"]!.GetValue<string>(), ids));
        Assert.All((string[])["name", "description", "license", "version"], name => Assert.NotEqual("", root[name]!.GetValue<string>()));
        Assert.All(Rai, name => Assert.NotNull(root[$"rai:{name}"]));
        Assert.Equal("http://mlcommons.org/croissant/RAI/", context["rai"]!.GetValue<string>());
    }

    [Fact]
    public async Task Its_numbers_are_the_manifests()
    {
        var root = await PublishedAsync();
        var manifest = (await ReleaseReader.OpenAsync(_tiny.Output, Cancel)).Manifest;
        var counts = manifest.Counts.Select;

        Assert.Contains(
            $"select: {counts.Entered} entered, {counts.Kept} kept, {counts.Dropped} dropped, {counts.Quarantined} quarantined, {counts.Failed} failed.",
            Texts(root["rai:dataPreprocessingProtocol"]));
        Assert.All(manifest.Redactions, pair => Assert.Contains($"{pair.Value} redactions: {pair.Key}.", Texts(root["rai:personalSensitiveInformation"])));
        Assert.Equal(manifest.Models.Count, root["rai:machineAnnotationTools"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_number_in_it_that_is_not_the_manifests_is_found_and_a_release_with_the_first_form_still_verifies()
    {
        await PublishedAsync();
        var manifest = (await ReleaseReader.OpenAsync(_tiny.Output, Cancel)).Manifest;
        var path = Path.Combine(_tiny.Output, ReleasePaths.Croissant);

        Assert.Empty(Found(manifest));
        await File.WriteAllBytesAsync(path, Croissant.WriteFirst(manifest), Cancel);
        Assert.Empty(Found(manifest));
        var text = await File.ReadAllTextAsync(path, Cancel);
        await File.WriteAllTextAsync(path, text.Replace(manifest.Shards[0].Sha256, new string('0', 64), StringComparison.Ordinal), Cancel);
        Assert.Equal(["document-differs"], Found(manifest));
    }

    public void Dispose() => _tiny.Dispose();

    private List<string> Found(ReleaseManifest manifest)
    {
        var found = new List<string>();
        DocumentAgreement.Check(_tiny.Output, manifest, (code, _, _) => found.Add(code));
        return found;
    }

    private async Task<JsonObject> PublishedAsync()
    {
        await _tiny.PublishAsync();
        return JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(_tiny.Output, ReleasePaths.Croissant), Cancel))!.AsObject();
    }

    private static string[] Texts(JsonNode? list) => [.. list!.AsArray().Select(text => text!.GetValue<string>())];

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject one => [one, .. one.Where(member => member.Key != "@context").SelectMany(member => Objects(member.Value))],
        JsonArray many => many.SelectMany(Objects),
        _ => [],
    };
}
