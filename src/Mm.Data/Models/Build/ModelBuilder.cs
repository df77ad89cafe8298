using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Build;

/// <summary>A model folder as built. <paramref name="Changed"/> is false where it was there already, byte for byte.</summary>
public sealed record BuiltModel(string Name, string Folder, bool Changed);

/// <summary>
/// Makes model folders from npm packages: <c>mmdata models build</c>. The same package gives the same bytes. The card is written last,
/// so that a build that was cut off leaves no model, and the next build makes it whole.
/// </summary>
public sealed class ModelBuilder
{
    /// <summary>Builds every recipe.</summary>
    public const string All = "all";

    private const string LicenceFile = "LICENSE";

    /// <summary>What can be built.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ModelRecipes.All.Select(recipe => recipe.Name)];

    /// <param name="name">One of <see cref="Names"/>, or <see cref="All"/>.</param>
    /// <param name="npmFolder">A <c>node_modules</c> with the packages.</param>
    /// <param name="outFolder">Where the model folders go; made if it is not there.</param>
    /// <param name="cancel">Stops between files.</param>
    /// <exception cref="ConfigurationException">No such recipe; or packages are missing or of another version, all at once.</exception>
    /// <exception cref="EnvironmentException">The folder cannot be written.</exception>
    public static async Task<IReadOnlyList<BuiltModel>> BuildAsync(
        string name, string npmFolder, string outFolder, CancellationToken cancel)
    {
        var recipes = ModelRecipes.All.Where(recipe => name == All || recipe.Name == name).ToArray();
        if (recipes.Length == 0)
            throw new ConfigurationException($"No recipe for a model '{name}'; known: {string.Join(", ", Names)}, {All}.");
        var problems = recipes.SelectMany(recipe => PackageProblems(recipe, npmFolder)).ToArray();
        if (problems.Length > 0)
            throw new ConfigurationException(problems);

        var built = new List<BuiltModel>();
        foreach (var recipe in recipes)
            built.Add(await BuildAsync(recipe, npmFolder, Path.Combine(outFolder, recipe.Name), cancel));
        return built;
    }

    private static async Task<BuiltModel> BuildAsync(ModelRecipe recipe, string npmFolder, string folder, CancellationToken cancel)
    {
        var package = Path.Combine(npmFolder, recipe.Package);
        var network = recipe.Network(Path.Combine(package, recipe.Path));
        var files = new List<(string Role, string Name, byte[] Bytes)> { (recipe.Role, recipe.File, network) };
        foreach (var part in recipe.Parts)
            files.Add((part.Role, part.File, await File.ReadAllBytesAsync(Path.Combine(package, part.Path), cancel)));
        if (recipe.LicencePath is { } licence)
            files.Add(("licence", LicenceFile, await File.ReadAllBytesAsync(Path.Combine(package, licence), cancel)));
        foreach (var other in recipe.Others)
        {
            package = Path.Combine(npmFolder, other.Package);
            files.Add((other.Role, $"{other.Role}.onnx", other.Network(Path.Combine(package, other.Path))));
            var text = await File.ReadAllBytesAsync(Path.Combine(package, other.LicencePath), cancel);
            files.Add(($"{other.Role}-licence", $"{LicenceFile}-{other.Role}", text));
        }

        var card = recipe.Settings is null ? null : Encoding.UTF8.GetBytes(
            Card(recipe, files.ConvertAll(file => (file.Role, file.Name, Digest(file.Bytes)))));
        var cardPath = Path.Combine(folder, ModelStore.CardName);
        if ((card is null || Holds(cardPath, card)) && files.TrueForAll(file => Holds(Path.Combine(folder, file.Name), file.Bytes)))
            return new BuiltModel(recipe.Name, folder, Changed: false);

        // 1. From here to 3 there is no card: nobody finds a model that is half old and half new.
        Prepare(folder, cardPath);

        // 2. The files, each whole or not there.
        foreach (var file in files)
            await Durable.WriteAsync(Path.Combine(folder, file.Name), file.Bytes, cancel);

        // 3. The card names them: now the model counts.
        if (card is not null)
            await Durable.WriteAsync(cardPath, card, cancel);
        return new BuiltModel(recipe.Name, folder, Changed: true);
    }

    private static void Prepare(string folder, string cardPath)
    {
        try
        {
            Directory.CreateDirectory(folder);
            File.Delete(cardPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException($"The model folder {folder} cannot be written: {e.Message}", e);
        }
    }

    private static IEnumerable<string> PackageProblems(ModelRecipe recipe, string npmFolder)
    {
        (string Name, string Version)[] packages =
            [(recipe.Package, recipe.Version), .. recipe.Others.Select(other => (other.Package, other.Version))];
        return packages.Distinct().Select(package => Problem(recipe.Name, package.Name, package.Version, npmFolder)).OfType<string>();
    }

    private static string? Problem(string model, string package, string wanted, string npmFolder)
    {
        var manifest = Path.Combine(npmFolder, package, "package.json");
        if (!File.Exists(manifest))
            return $"Model '{model}' is made from npm package {package} {wanted}, which is not in {npmFolder}. Run ops/setup.";
        using var json = JsonDocument.Parse(File.ReadAllBytes(manifest));
        var version = json.RootElement.TryGetProperty("version", out var found) ? found.GetString() : null;
        return version == wanted
            ? null
            : $"Model '{model}' is made from npm package {package} {wanted}, but {npmFolder} has {version}. Run ops/setup.";
    }

    private static string Card(ModelRecipe recipe, List<(string Role, string Name, string Sha256)> files) => $$"""
        # Written by `mmdata models build`; a change here is undone by the next build.
        name: {{recipe.Name}}
        task: {{EnumCode.Of(recipe.Task)}}
        description: "{{recipe.Description}}"
        licence:
          name: {{recipe.Licence.Name}}
          terms: "{{recipe.Licence.Terms}}"
          commercial: {{(recipe.Licence.Commercial ? "true" : "false")}}
        origin:
          kind: npm
          package: "{{recipe.Package}}"
          version: "{{recipe.Version}}"
          path: {{recipe.Path}}
        files:
        {{string.Join('\n', files.Select(file => $"  - {{ role: {file.Role}, path: {file.Name}, sha256: {file.Sha256} }}"))}}
        {{recipe.Settings}}

        """;

    private static bool Holds(string path, byte[] bytes) => File.Exists(path) && StoredModel.Sha256(path) == Digest(bytes);

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
