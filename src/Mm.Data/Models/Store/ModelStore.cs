using Mm.Data.Models.Cards;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Store;

/// <summary>What a look through the model folders found. A broken card is a problem here and hides no other model.</summary>
public sealed record ModelScan(IReadOnlyList<StoredModel> Models, IReadOnlyList<string> Problems);

/// <summary>Finds models by name: every folder with a <c>model.yaml</c> directly under one of the configured roots.</summary>
public sealed class ModelStore(ModelOptions options)
{
    public const string CardName = "model.yaml";

    /// <summary>Every model whose card can be read, by name.</summary>
    public ModelScan List()
    {
        var models = new List<StoredModel>();
        var problems = new List<string>();
        foreach (var folder in Folders())
        {
            try
            {
                var path = Path.Combine(folder, CardName);
                models.Add(new StoredModel(ModelCardReader.Read(File.ReadAllText(path), path), folder, options.Folders));
            }
            catch (ConfigurationException e)
            {
                problems.AddRange(e.Problems);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                problems.Add($"{Path.Combine(folder, CardName)} cannot be read: {e.Message}");
            }
        }

        return new ModelScan([.. models.OrderBy(model => model.Card.Name, StringComparer.Ordinal)], problems);
    }

    /// <summary>The model of that name, its files not yet checked.</summary>
    /// <exception cref="ConfigurationException">No model, or more than one, has the name.</exception>
    public StoredModel Find(string name)
    {
        var scan = List();
        return scan.Models.Where(model => model.Card.Name == name).ToArray() switch
        {
            [var model] => model,
            [] => throw new ConfigurationException([Unknown(name, scan), .. scan.Problems]),
            var several => throw new ConfigurationException(
                $"Model '{name}' is described more than once: " +
                $"{string.Join(", ", several.Select(model => model.CardPath))}. Rename or remove all but one."),
        };
    }

    /// <summary>The model of that name, of that task, with every file checked against its digest.</summary>
    /// <exception cref="ConfigurationException">As <see cref="Find"/>; or another task; or files missing or changed.</exception>
    public StoredModel Open(string name, ModelTask task)
    {
        var model = Find(name);
        if (model.Card.Task != task)
        {
            throw new ConfigurationException(
                $"Model '{name}' is a {Spell(model.Card.Task)}, but a {Spell(task)} is wanted here. {Known(List(), task)}");
        }
        model.CheckFiles();
        return model;
    }

    private IEnumerable<string> Folders() => options.Folders
        .Where(Directory.Exists)
        .Select(Path.GetFullPath)
        .Distinct(StringComparer.Ordinal)
        .SelectMany(root => Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        .Where(folder => File.Exists(Path.Combine(folder, CardName)));

    private string Unknown(string name, ModelScan scan) =>
        $"No model '{name}'. {Known(scan, null)} Looked in: {string.Join(", ", options.Folders.Select(Path.GetFullPath))}. " +
        "Run `mmdata models build`, or put a folder with model.yaml there (docs/models.md).";

    private static string Known(ModelScan scan, ModelTask? task)
    {
        var names = scan.Models.Where(model => task is null || model.Card.Task == task).Select(model => model.Card.Name).ToArray();
        return names.Length == 0 ? "None is known." : $"Known: {string.Join(", ", names)}.";
    }

    private static string Spell(ModelTask task) => EnumCode.Of(task);
}
