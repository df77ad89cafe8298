using System.Text.RegularExpressions;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Cards;

/// <summary>Reads <c>model.yaml</c> strictly: unknown keys, missing keys and bad values are all reported at once, with their
/// lines.</summary>
public static partial class ModelCardReader
{
    private static readonly Dictionary<string, ModelTask> Tasks = new()
    {
        ["dual-encoder"] = ModelTask.DualEncoder,
        ["box-detector"] = ModelTask.BoxDetector,
        ["name-tagger"] = ModelTask.NameTagger,
        ["text-reader"] = ModelTask.TextReader,
        ["speech-detector"] = ModelTask.SpeechDetector,
        ["picture-classifier"] = ModelTask.PictureClassifier,
        ["language-tagger"] = ModelTask.LanguageTagger,
    };

    private static readonly Dictionary<string, Fit> Resizes = new()
    {
        ["squash"] = Fit.Squash,
        ["letterbox"] = Fit.Letterbox,
        ["center-crop"] = Fit.CenterCrop,
    };

    private static readonly Dictionary<string, ChannelOrder> Orders = new() { ["rgb"] = ChannelOrder.Rgb, ["bgr"] = ChannelOrder.Bgr };

    private static readonly Dictionary<string, ScoringKind> Scorings = new()
    {
        ["softmax"] = ScoringKind.Softmax,
        ["sigmoid"] = ScoringKind.Sigmoid,
    };

    private static readonly Dictionary<string, bool> Filters = new() { ["bicubic"] = true };

    private static readonly Dictionary<string, ModelPrecision> Precisions = new()
    {
        ["fp32"] = ModelPrecision.Fp32,
        ["fp16"] = ModelPrecision.Fp16,
        ["int8"] = ModelPrecision.Int8,
    };

    private static readonly Dictionary<string, bool> Origins =
        new() { ["built-in"] = true, ["npm"] = true, ["url"] = true, ["user"] = true };

    /// <param name="yaml">The file's text.</param>
    /// <param name="file">Its path, for messages.</param>
    /// <exception cref="ConfigurationException">The card is malformed; every fault at once.</exception>
    public static ModelCard Read(string yaml, string file)
    {
        var problems = new List<string>();
        var root = YamlSection.Parse(yaml, file, "one mapping of keys", problems);
        var card = root is null ? null : Card(root, problems);
        return card is null || problems.Count > 0 ? throw new ConfigurationException(problems) : card;
    }

    private static ModelCard Card(YamlSection root, List<string> problems)
    {
        var before = problems.Count;
        var task = root.Choice("task", Tasks);
        var taskKnown = problems.Count == before;
        var card = new ModelCard
        {
            Name = Name(root),
            Task = task,
            Description = root.Text("description", ""),
            Precision = root.Choice("precision", Precisions, absent: "fp32"),
            Licence = Licence(root),
            Origin = Origin(root),
            Files = Files(root),
            Settings = new ModelSettings
            {
                Image = task is ModelTask.NameTagger or ModelTask.SpeechDetector or ModelTask.LanguageTagger
                    ? ImageSettings.None
                    : Image(root, task),
                Text = task is ModelTask.DualEncoder ? TextSection.Read(root) : null,
                Scoring = task is ModelTask.DualEncoder ? Scoring(root) : null,
                Detector = task is ModelTask.BoxDetector ? DetectorSection.Read(root) : null,
                Reader = task is ModelTask.TextReader ? ReaderSection.Read(root) : null,
                Speech = task is ModelTask.SpeechDetector ? SpeechSection.Read(root) : null,
                Classifier = task is ModelTask.PictureClassifier ? ClassifierSection.Read(root) : null,
            },
            SelfTest = task is ModelTask.DualEncoder ? SelfTestSection.Read(root) : null,
        };
        if (taskKnown)
            root.RejectUnknown();
        return card;
    }

    private static string Name(YamlSection root)
    {
        var name = root.Text("name");
        return name.Length == 0 || NamePattern().IsMatch(name)
            ? name
            : root.Wrong("name", $"'{name}' is not kebab-case (a-z, 0-9, -)", name);
    }

    private static ModelLicence Licence(YamlSection root)
    {
        if (root.Section("licence", required: true) is not { } section)
            return new ModelLicence("", "", false);
        var licence = new ModelLicence(section.Text("name"), section.Text("terms", ""), section.Flag("commercial"));
        section.RejectUnknown();
        return licence;
    }

    private static ModelOrigin Origin(YamlSection root)
    {
        if (root.Section("origin", required: true) is not { } section)
            return new ModelOrigin("user");
        section.Choice("kind", Origins);
        var origin = new ModelOrigin(section.Text("kind", ""))
        {
            Package = section.OptionalText("package"),
            Version = section.OptionalText("version"),
            Path = section.OptionalText("path"),
            Url = section.OptionalText("url"),
            TrainedBy = section.OptionalText("trained-by"),
        };
        section.RejectUnknown();
        return origin;
    }

    private static List<ModelFile> Files(YamlSection root)
    {
        var files = new List<ModelFile>();
        foreach (var section in root.Sections("files"))
        {
            var file = new ModelFile(section.Text("role"), section.Text("path"), section.Text("sha256"));
            if (file.Sha256.Length > 0 && !DigestPattern().IsMatch(file.Sha256))
                section.Wrong("sha256", "64 lower-case hex digits are wanted", 0);
            if (files.Exists(other => other.Role == file.Role))
                section.Wrong("role", $"'{file.Role}' stands here twice", 0);
            files.Add(file);
            section.RejectUnknown();
        }

        return files;
    }

    private static ImageSettings Image(YamlSection root, ModelTask task)
    {
        const int sideMax = 4096;
        if (root.Section("image", required: true) is not { } section)
            return new ImageSettings { Width = 1, Height = 1, Mean = [0, 0, 0], Std = [1, 1, 1], Input = "" };
        int width, height;
        if (section.Has("size"))
        {
            width = height = section.Whole("size", 1, sideMax);
        }
        else
        {
            width = section.Whole("width", 1, sideMax);
            height = section.Whole("height", 1, sideMax);
        }

        section.Choice("filter", Filters, absent: "bicubic"); // the decoder's only one
        var image = new ImageSettings
        {
            Width = width,
            Height = height,
            Resize = section.Choice("resize", Resizes),
            Channels = section.Choice("channels", Orders, absent: "rgb"),
            Mean = section.Triple("mean", positive: false),
            Std = section.Triple("std", positive: true),
            Input = section.Text("input"),
            Output = task is ModelTask.BoxDetector ? "" : section.Text("output"),
        };
        section.RejectUnknown();
        return image;
    }

    private static ScoringSettings? Scoring(YamlSection root)
    {
        var scoring = root.Section("scoring", required: true);
        var thresholds = root.Section("thresholds", required: true);
        if (scoring is null || thresholds is null)
            return null;
        var settings = new ScoringSettings
        {
            Kind = scoring.Choice("kind", Scorings),
            LogitScale = scoring.Number("logit-scale", 0, 1e6),
            LogitBias = scoring.Number("logit-bias", -1e6, 1e6, absent: 0),
            MatchThreshold = thresholds.Number("match", -1, 1),
        };
        scoring.RejectUnknown();
        thresholds.RejectUnknown();
        return settings;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex NamePattern();

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex DigestPattern();
}
