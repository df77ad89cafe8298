using System.Security.Cryptography;
using System.Text.Json;
using Mm.Data.Models.Cards;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Store;

/// <summary>
/// A model folder of the store: its card and where its files lie. A relative path is looked for in the folder, then under each of
/// <paramref name="roots"/>, where set-up puts what it builds.
/// </summary>
public sealed class StoredModel(ModelCard card, string folder, IReadOnlyList<string> roots)
{
    public ModelCard Card => card;

    public string Folder => folder;

    /// <summary>
    /// SHA-256 over the digests of all files by role and over every setting that changes an output. Descriptions, licence and paths do
    /// not count: a model that moved is the same model.
    /// </summary>
    public string Digest { get; } = Fingerprint(card);

    public ModelUse Use => new(card.Name, Digest, card.Licence.Name) { Precision = EnumCode.Of(card.Precision) };

    public bool HasFile(string role) => card.Files.Any(file => file.Role == role);

    /// <exception cref="ConfigurationException">The card names no file of this role.</exception>
    public string PathOf(string role) => card.Files.FirstOrDefault(file => file.Role == role) is { } file
        ? Resolve(file)
        : throw new ConfigurationException($"Model '{card.Name}' ({CardPath}) names no file of role '{role}'; see docs/models.md.");

    public string CardPath => Path.Combine(folder, ModelStore.CardName);

    /// <summary>Holds every file against its digest.</summary>
    /// <exception cref="ConfigurationException">Files are missing or differ; every one of them.</exception>
    public void CheckFiles()
    {
        var problems = new List<string>();
        foreach (var file in card.Files)
        {
            var path = Resolve(file);
            if (!File.Exists(path))
                problems.Add(
                    $"Model '{card.Name}': {file.Role} file {path} is missing. Run `mmdata models build all`, or download it again.");
            else if (Sha256(path) is var found && found != file.Sha256)
                problems.Add($"Model '{card.Name}': {file.Role} file {path} has SHA-256 {found}, its card says {file.Sha256}. " +
                    $"Get the right file, or correct {CardPath} if the change was meant.");
        }

        if (problems.Count > 0)
            throw new ConfigurationException(problems);
    }

    internal static string Sha256(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private string Resolve(ModelFile file)
    {
        var places = roots.Prepend(folder).Select(place => Path.GetFullPath(file.Path, Path.GetFullPath(place))).ToArray();
        return places.FirstOrDefault(File.Exists, places[0]);
    }

    private static string Fingerprint(ModelCard card)
    {
        var files = card.Files.OrderBy(file => file.Role, StringComparer.Ordinal).Select(file => new { file.Role, file.Sha256 });
        var meaning = new { card.Task, Files = files, card.Settings };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(meaning, PipelineJson.Options)));
    }
}
