using System.CommandLine;
using System.Text;
using Mm.Data.App.Hosting;
using Mm.Data.Models.Build;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata models card</c>: a first card for an exported folder.</summary>
internal static class ModelsCardCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "A folder as `optimum-cli export onnx` writes it." };
        var name = new Option<string>("--name") { Description = "What pipeline files will call the model.", Required = true };
        var variant = new Option<string>("--variant")
        {
            Description = "Which graphs: what stands behind vision_model_ and text_model_, like fp16 or quantized.",
            DefaultValueFactory = _ => "",
        };
        return new Command("card", "Write the model.yaml of an exported dual encoder.") { folder, name, variant }
            .Does(async (parse, _, cancel) =>
            {
                var at = parse.GetRequiredValue(folder);
                var path = Path.Combine(at, ModelStore.CardName);
                if (File.Exists(path))
                    throw new ConfigurationException($"{path} is there already. Move it away first.");
                var text = ExportCard.Text(at, parse.GetRequiredValue(name), parse.GetRequiredValue(variant));
                await Durable.WriteAsync(path, Encoding.UTF8.GetBytes(text), cancel);
                Console.WriteLine(
                    $"{path}: written. Fill in licence, scale and threshold, then: mmdata models check {parse.GetValue(name)}");
                return ExitCode.Done;
            });
    }
}
