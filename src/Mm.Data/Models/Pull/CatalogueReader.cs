using System.Text.RegularExpressions;
using Mm.Data.Models.Cards;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Pull;

/// <summary>Reads catalogues of models strictly: every fault at once, each with its line.</summary>
public static partial class CatalogueReader
{
    private const double FileBytesMax = 1L << 36;

    private static readonly Dictionary<string, ModelPrecision> Precisions =
        Enum.GetValues<ModelPrecision>().ToDictionary(EnumCode.Of, precision => precision);

    /// <summary>The models of several catalogues. A file that does not exist is skipped.</summary>
    /// <exception cref="ConfigurationException">A catalogue is malformed, or a name stands in two.</exception>
    public static IReadOnlyList<CatalogueModel> ReadAll(IEnumerable<string> files)
    {
        var models = files.Where(File.Exists).SelectMany(file => Read(File.ReadAllText(file), file)).ToArray();
        var twice = models.GroupBy(model => model.Name).Where(group => group.Count() > 1).Select(group => group.Key).ToArray();
        return twice.Length == 0
            ? models
            : throw new ConfigurationException($"In more than one catalogue: {string.Join(", ", twice)}. Rename or remove all but one.");
    }

    /// <exception cref="ConfigurationException">The catalogue is malformed.</exception>
    public static IReadOnlyList<CatalogueModel> Read(string yaml, string file)
    {
        var problems = new List<string>();
        var models = new List<CatalogueModel>();
        if (YamlSection.Parse(yaml, file, "one mapping with the key models", problems) is { } root)
        {
            models.AddRange(root.Sections("models").Select(Model));
            root.RejectUnknown();
        }

        if (problems.Count == 0)
            problems.AddRange(models.SelectMany(model => CardProblems(model, file)));
        return problems.Count == 0 ? models : throw new ConfigurationException(problems);
    }

    private static CatalogueModel Model(YamlSection section)
    {
        var licence = section.Section("licence", required: true);
        var model = new CatalogueModel
        {
            Name = section.Text("name"),
            Description = section.Text("description", ""),
            Precision = section.Choice("precision", Precisions, absent: "fp32"),
            Licence = new ModelLicence(
                licence?.Text("name") ?? "", licence?.Text("terms", "") ?? "", licence?.Flag("commercial") ?? false),
            From = Relative(section, "from", slash: true),
            Source = section.Text("source"),
            Files = [.. section.Sections("files").Select(FileOf)],
            Settings = section.Text("settings"),
        };
        licence?.RejectUnknown();
        section.RejectUnknown();
        return model;
    }

    private static CatalogueFile FileOf(YamlSection section)
    {
        var bytes = section.Number("bytes", 1, FileBytesMax);
        if (bytes % 1 != 0)
            section.Wrong("bytes", "a whole number is wanted", 0);
        var sha256 = section.Text("sha256");
        if (!DigestPattern().IsMatch(sha256))
            section.Wrong("sha256", "64 lower-case hex digits are wanted", 0);
        var path = Relative(section, "path");
        if (path.Contains('/', StringComparison.Ordinal))
            section.Wrong("path", "a file name is wanted", 0);
        var file = new CatalogueFile(section.Text("role"), path, Relative(section, "from"), (long)bytes, sha256);
        section.RejectUnknown();
        return file;
    }

    /// <summary>A path that cannot leave where it is put, neither on the disk nor in an address.</summary>
    private static string Relative(YamlSection section, string key, bool slash = false)
    {
        var path = section.Text(key);
        if (path.Length > 0 && (!PathPattern().IsMatch(path) || path.Split('/').Contains("..") || path.EndsWith('/') != slash))
        {
            return section.Wrong(
                key, $"'{path}' is not a relative path of letters, digits and ._-{(slash ? " that ends in /" : "")}", path);
        }
        return path;
    }

    private static IEnumerable<string> CardProblems(CatalogueModel model, string file)
    {
        try
        {
            ModelCardReader.Read(PulledCard.Text(model), $"{file} ({model.Name})");
            return [];
        }
        catch (ConfigurationException e)
        {
            return e.Problems;
        }
    }

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex DigestPattern();

    [GeneratedRegex("^[A-Za-z0-9_-][A-Za-z0-9._/-]*$")]
    private static partial Regex PathPattern();
}
