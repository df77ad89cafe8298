using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Mm.Data.Pipeline.Definition;

/// <summary>
/// Reads one YAML document into JSON, remembering the line of each value. Bounded: depth, and nodes after aliases are expanded. Tags
/// and merge keys are refused, repeated keys are problems. Events are read one by one, because the library's own tree recurses
/// without a limit.
/// </summary>
internal sealed class YamlReader
{
    public const int DepthMax = 32;
    public const int NodesMax = 20_000;

    private readonly Parser _parser;
    private readonly Action<int, string> _problem;
    private readonly Dictionary<string, JsonNode?> _anchors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Mark> _marks = new(StringComparer.Ordinal);
    private int _nodes;

    private YamlReader(string text, Action<int, string> problem) => (_parser, _problem) = (new Parser(new StringReader(text)), problem);

    /// <summary>
    /// The document's root and the lines by path; root is null where the document is empty or its syntax is broken. <paramref
    /// name="problem"/>
    /// takes a line and what is wrong there.
    /// </summary>
    public static (JsonNode? Root, Dictionary<string, Mark> Marks) Read(string text, Action<int, string> problem)
    {
        var reader = new YamlReader(text, problem);
        try
        {
            return (reader.Document(), reader._marks);
        }
        catch (YamlException e)
        {
            problem((int)e.Start.Line, $"not valid YAML: {e.Message.TrimEnd('.')}");
        }
        catch (InvalidOperationException)
        {
            // The library's scanner throws this for some lists that are not closed, without a place: the last event stands before it.
            var line = (int)(reader._parser.Current?.Start.Line ?? 1);
            problem(line, "not valid YAML: what begins here does not end; check brackets and quotes");
        }

        return (null, reader._marks);
    }

    private JsonNode? Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
            return null;
        _parser.Consume<DocumentStart>();
        var root = Node("", 1);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
            throw new YamlException(second.Start, second.End, "a second document begins; one file holds one pipeline");
        return root;
    }

    private JsonNode? Node(string path, int depth)
    {
        var at = _parser.Current!;
        if (depth > DepthMax)
            throw new YamlException(at.Start, at.End, $"nested deeper than {DepthMax} levels");
        Count(at, 1);
        _marks.TryAdd(path, new Mark((int)at.Start.Line));
        if (_parser.TryConsume<AnchorAlias>(out var alias))
            return Expand(alias);

        var anchor = at is NodeEvent { Anchor.IsEmpty: false } named ? named.Anchor.Value : null;
        if (at is NodeEvent { Tag.IsEmpty: false } tagged)
            _problem((int)at.Start.Line, $"the tag {tagged.Tag} is not allowed; write the value plainly");
        var node = at switch
        {
            Scalar => Value(_parser.Consume<Scalar>()),
            SequenceStart => List(path, depth),
            MappingStart => Map(path, depth),
            _ => throw new YamlException(at.Start, at.End, "a value is expected here"),
        };
        if (anchor is not null)
            _anchors[anchor] = node;
        return node;
    }

    private JsonNode? Value(Scalar scalar)
    {
        if (scalar.Style is not ScalarStyle.Plain)
            return JsonValue.Create(scalar.Value);
        try
        {
            return YamlScalar.Resolve(scalar.Value);
        }
        catch (FormatException e)
        {
            _problem((int)scalar.Start.Line, e.Message);
            return JsonValue.Create(0);
        }
    }

    private JsonArray List(string path, int depth)
    {
        _parser.Consume<SequenceStart>();
        var list = new JsonArray();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            list.Add(Node($"{path}[{list.Count}]", depth + 1));
        return list;
    }

    private JsonObject Map(string path, int depth)
    {
        _parser.Consume<MappingStart>();
        var map = new JsonObject();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var at = _parser.Current!;
            var line = (int)at.Start.Line;
            if (!_parser.TryConsume<Scalar>(out var key))
                throw new YamlException(at.Start, at.End, "a key must be a plain word");
            if (key is { Value: "<<", Style: ScalarStyle.Plain } || map.ContainsKey(key.Value))
            {
                _problem(line, key.Value == "<<"
                    ? "merge keys (<<) are not allowed; repeat the values"
                    : $"the key {PipelineTree.Join(path, key.Value)} stands twice");
                _parser.SkipThisAndNestedEvents();
                continue;
            }

            var child = PipelineTree.Join(path, key.Value);
            _marks.TryAdd(child, new Mark(line));
            map[key.Value] = Node(child, depth + 1);
        }

        return map;
    }

    private JsonNode? Expand(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
            throw new YamlException(alias.Start, alias.End, $"the alias *{alias.Value.Value} names nothing above it");
        Count(alias, Size(node));
        return node?.DeepClone();
    }

    private void Count(ParsingEvent at, int more)
    {
        _nodes += more;
        if (_nodes > NodesMax)
            throw new YamlException(at.Start, at.End, $"more than {NodesMax} values, aliases expanded");
    }

    private static int Size(JsonNode? node) => node switch
    {
        JsonObject map => 1 + map.Sum(pair => Size(pair.Value)),
        JsonArray list => 1 + list.Sum(Size),
        _ => 1,
    };
}
