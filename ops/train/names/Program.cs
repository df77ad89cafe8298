using System.Globalization;
using System.Text.Json;
using Mm.Data.NameTraining;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var given = args.Skip(1).Chunk(2).ToDictionary(pair => pair[0].TrimStart('-'), pair => pair[1]);
var options = new FieldOptions();
if (given.TryGetValue("options", out var json))
    options = JsonSerializer.Deserialize<FieldOptions>(json, JsonSerializerOptions.Web)!;
switch (args.FirstOrDefault())
{
    case "cv":
        new Experiment(given, options).CrossValidate();
        return 0;
    case "train":
        new Experiment(given, options).Train();
        return 0;
    case "overlap":
        new Experiment(given, options).Overlap();
        return 0;
    case "show":
        Experiment.Show(given["model"], given["text"]);
        return 0;
    case "speed":
        Experiment.Speed(given["model"], given["text"]);
        return 0;
    default:
        Console.Error.WriteLine("names: cv | train | overlap | show | speed; see README.md");
        return 2;
}
