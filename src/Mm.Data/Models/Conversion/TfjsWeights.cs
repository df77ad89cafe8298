using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Conversion;

/// <summary>A tensor in row-major order, in float32 as tfjs computes it.</summary>
public sealed record Weights(float[] Values, int[] Shape);

/// <summary>
/// The weights of a TensorFlow.js model: a manifest that lists tensors in the order in which they lie in the binary files, some of them
/// quantised to 8 or 16 bits (value = stored x scale + min), or stored as halves.
/// </summary>
public sealed class TfjsWeights
{
    private readonly Dictionary<string, Weights> _tensors;
    private readonly string _source;

    internal TfjsWeights(Dictionary<string, Weights> tensors, string source) => (_tensors, _source) = (tensors, source);

    /// <param name="name">Name of a tensor in the manifest.</param>
    /// <exception cref="ConfigurationException">There is none of that name.</exception>
    public Weights this[string name] => _tensors.TryGetValue(name, out var weights)
        ? weights
        : throw new ConfigurationException($"{_source} has no tensor '{name}': another model or version than the converter knows.");

    /// <param name="manifestPath">The weights manifest, or the <c>model.json</c> of a graph model, which holds one.</param>
    /// <exception cref="ConfigurationException">The manifest is malformed or does not fit its files.</exception>
    public static TfjsWeights Read(string manifestPath)
    {
        try
        {
            using var manifest = JsonDocument.Parse(File.ReadAllBytes(manifestPath));
            var list = manifest.RootElement; // a manifest of its own, or the part of a graph model's file
            if (list.ValueKind is JsonValueKind.Object)
                list = list.GetProperty("weightsManifest");
            var groups = list.Deserialize<Group[]>() ?? [];
            var tensors = new Dictionary<string, Weights>(StringComparer.Ordinal);
            foreach (var group in groups)
                ReadGroup(group, Path.GetDirectoryName(manifestPath)!, tensors);
            return new TfjsWeights(tensors, manifestPath);
        }
        catch (Exception e) when (
            e is JsonException or KeyNotFoundException or FileNotFoundException or ArgumentException or InvalidDataException)
        {
            throw new ConfigurationException($"{manifestPath} is no tfjs weights manifest with its files beside it: {e.Message}");
        }
    }

    private static void ReadGroup(Group group, string folder, Dictionary<string, Weights> tensors)
    {
        var bytes = group.Paths.SelectMany(path => File.ReadAllBytes(Path.Combine(folder, path))).ToArray();
        var rest = bytes.AsSpan();
        foreach (var entry in group.Weights)
        {
            var count = entry.Shape.Aggregate(1, (a, b) => checked(a * b));
            var width = Width(entry.Quantization?.Type ?? entry.Type);
            if (rest.Length < count * width)
                throw new InvalidDataException($"the files end within '{entry.Name}'");
            tensors.Add(entry.Name, new Weights(Values(rest[..(count * width)], count, entry), entry.Shape));
            rest = rest[(count * width)..];
        }

        if (rest.Length > 0)
            throw new InvalidDataException($"{rest.Length} bytes are left over");
    }

    private static float[] Values(ReadOnlySpan<byte> bytes, int count, Entry entry)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (entry.Quantization?.Type ?? entry.Type) switch
            {
                "uint8" => Restore(bytes[i], entry.Quantization),
                "uint16" => Restore(BinaryPrimitives.ReadUInt16LittleEndian(bytes[(i * 2)..]), entry.Quantization),
                "float16" => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(i * 2)..]),
                "int32" => BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * 4)..]),
                _ => BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * 4)..]),
            };
        }

        return values;
    }

    private static float Restore(int stored, Quantization? by) => by is null ? stored : (float)((stored * by.Scale) + by.Min);

    private static int Width(string type) => type switch
    {
        "uint8" => 1,
        "uint16" or "float16" => 2,
        "int32" or "float32" => 4,
        _ => throw new InvalidDataException($"element type '{type}' is not known"),
    };

    private sealed record Group(
        [property: JsonPropertyName("paths")] string[] Paths,
        [property: JsonPropertyName("weights")] Entry[] Weights);

    private sealed record Entry(
        [property: JsonPropertyName("name")] string Name,
        [property: JsonPropertyName("shape")] int[] Shape,
        [property: JsonPropertyName("dtype")] string Type,
        [property: JsonPropertyName("quantization")] Quantization? Quantization);

    private sealed record Quantization(
        [property: JsonPropertyName("dtype")] string Type,
        [property: JsonPropertyName("scale")] double Scale,
        [property: JsonPropertyName("min")] double Min);
}
