using System.Text.Json.Nodes;
using Mm.Data.Pipeline;

namespace Mm.Data.Write;

/// <summary>
/// The metadata by which the Hugging Face <c>datasets</c> library knows which struct is a picture: a JSON object under the key
/// <c>huggingface</c>, as that library's own Parquet writer leaves it.
/// </summary>
internal static class HuggingFaceFeatures
{
    public const string Key = "huggingface";

    public static string Json(SampleCodec codec)
    {
        var features = new JsonObject();
        foreach (var field in codec.Schema.Fields)
            features[field.Name] = Feature(field.Name, codec);
        return new JsonObject { ["info"] = new JsonObject { ["features"] = features } }.ToJsonString();
    }

    private static JsonObject Feature(string name, SampleCodec codec) => name switch
    {
        "image" => new JsonObject { ["_type"] = "Image" },
        "video" => new JsonObject { ["_type"] = "Video" },
        "audio" => new JsonObject { ["_type"] = "Audio" },
        "embedding" => new JsonObject { ["feature"] = Value("float32"), ["_type"] = "Sequence" },
        "width" or "height" or "redactions" or "document_position" or "document_rows" => Value("int32"),
        "duration_seconds" => Value("float64"),
        _ => Value(ScoreType(name, codec)),
    };

    private static string ScoreType(string name, SampleCodec codec)
    {
        for (var index = 0; index < codec.Scores.Count; index++)
        {
            if (codec.ScoreNames[index] == name)
                return codec.Scores[index].Kind is FeatureKind.Whole ? "int64" : "float64";
        }

        return "string";
    }

    private static JsonObject Value(string type) => new() { ["dtype"] = type, ["_type"] = "Value" };
}
