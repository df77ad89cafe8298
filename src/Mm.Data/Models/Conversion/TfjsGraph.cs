using System.Globalization;
using System.Text;
using System.Text.Json;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Conversion;

/// <summary>A node of a TensorFlow.js graph model. Names of inputs lack the mark of a control input and the number of the output.</summary>
internal sealed record TfjsNode(string Name, string Op, IReadOnlyList<string> Inputs, JsonElement Attributes)
{
    /// <summary>The second number of a list such as <c>strides</c>: height and width are equal in the graphs known here.</summary>
    public int Along(string attribute) => int.Parse(
        Attributes.GetProperty(attribute).GetProperty("list").GetProperty("i")[1].ToString(), CultureInfo.InvariantCulture);

    /// <summary>Whether borders are padded so that only the stride makes a map smaller.</summary>
    public bool IsSame => Word(Attributes.GetProperty("padding").GetProperty("s")) == "SAME";

    /// <summary>Whether a flag is there and set.</summary>
    public bool Has(string flag) => Attributes.TryGetProperty(flag, out var value) && value.GetProperty("b").GetBoolean();

    /// <summary>What was fused behind a convolution, such as <c>BiasAdd</c>.</summary>
    public IReadOnlyList<string> Fused => Attributes.TryGetProperty("fused_ops", out var fused)
        && fused.GetProperty("list").TryGetProperty("s", out var words) ? [.. words.EnumerateArray().Select(Word)] : [];

    private static string Word(JsonElement base64) => Encoding.ASCII.GetString(base64.GetBytesFromBase64());
}

/// <summary>The topology of a TensorFlow.js graph model (<c>model.json</c>) by the names of its nodes.</summary>
internal sealed class TfjsGraph
{
    private readonly Dictionary<string, TfjsNode> _nodes;
    private readonly string _source;

    private TfjsGraph(Dictionary<string, TfjsNode> nodes, string source) => (_nodes, _source) = (nodes, source);

    /// <exception cref="ConfigurationException">There is none of that name.</exception>
    public TfjsNode this[string name] => _nodes.TryGetValue(name, out var node) ? node
        : throw new ConfigurationException($"{_source} has no node '{name}': another model or version than the converter knows.");

    /// <exception cref="ConfigurationException">The file is no graph model.</exception>
    public static TfjsGraph Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var nodes = json.RootElement.GetProperty("modelTopology").GetProperty("node").EnumerateArray()
                .Select(Node).ToDictionary(node => node.Name, StringComparer.Ordinal);
            return new TfjsGraph(nodes, path);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or IOException or InvalidOperationException)
        {
            throw new ConfigurationException($"{path} is no tfjs graph model: {e.Message}");
        }
    }

    private static TfjsNode Node(JsonElement node) => new(
        node.GetProperty("name").GetString()!,
        node.GetProperty("op").GetString()!,
        node.TryGetProperty("input", out var inputs) ? [.. inputs.EnumerateArray().Select(input => Plain(input.GetString()!))] : [],
        node.TryGetProperty("attr", out var attributes) ? attributes.Clone() : default);

    private static string Plain(string input) => input.TrimStart('^').Split(':')[0];
}
