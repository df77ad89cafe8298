using System.Text.Json;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Build;

/// <summary>A folder as Hugging Face's tools export one: settings in JSON, graphs beside them or under <c>onnx/</c>.</summary>
internal sealed class ExportFolder(string folder)
{
    private const int Bicubic = 3; // Pillow's number

    public string Path => folder;

    private JsonElement Config { get; } = Read(folder, "config.json");

    private JsonElement Pictures { get; } = Read(folder, "preprocessor_config.json");

    public bool IsSiglip => Config.TryGetProperty("model_type", out var type) && type.GetString() is "siglip";

    /// <summary>Ids a text gets. Exports leave out what is the default of their architecture.</summary>
    public int Context => Config.TryGetProperty("text_config", out var text)
        && text.TryGetProperty("max_position_embeddings", out var places) ? places.GetInt32() : IsSiglip ? 64 : 77;

    public bool IsCropped => !Pictures.TryGetProperty("do_center_crop", out var crop) ? !IsSiglip : crop.GetBoolean();

    /// <exception cref="ConfigurationException">Pictures are not square, or resampled in a way that the decoder does not know.</exception>
    public int Size()
    {
        if (Pictures.TryGetProperty("resample", out var filter) && filter.GetInt32() != Bicubic)
        {
            throw new ConfigurationException(
                $"{folder}: pictures are resampled by filter {filter.GetInt32()}; only bicubic ({Bicubic}) is known.");
        }

        var size = Pictures.GetProperty(IsCropped && Pictures.TryGetProperty("crop_size", out _) ? "crop_size" : "size");
        if (size.ValueKind is JsonValueKind.Number)
            return size.GetInt32();
        if (size.TryGetProperty("shortest_edge", out var edge))
            return edge.GetInt32();
        var (height, width) = (size.GetProperty("height").GetInt32(), size.GetProperty("width").GetInt32());
        return height == width ? width : throw new ConfigurationException($"{folder}: pictures of {width} x {height} are not square.");
    }

    public string Mean => Pictures.GetProperty("image_mean").GetRawText();

    public string Std => Pictures.GetProperty("image_std").GetRawText();

    /// <summary>The path below the folder of the first of these files that is there; null where none is.</summary>
    public string? Find(params string[] names) => names.SelectMany(name => new[] { name, "onnx/" + name })
        .FirstOrDefault(name => File.Exists(System.IO.Path.Combine(folder, name)));

    /// <exception cref="ConfigurationException">The file is missing or no JSON.</exception>
    private static JsonElement Read(string folder, string name)
    {
        var path = System.IO.Path.Combine(folder, name);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new ConfigurationException($"{path}: {e.Message} A folder as `optimum-cli export onnx` writes it is wanted.");
        }
    }
}
