using YamlDotNet.RepresentationModel;

namespace Mm.Data.Tests.Kit;

/// <summary>YAML as dictionaries, lists and strings, with anchors and merge keys (<c>&lt;&lt;</c>) resolved.</summary>
internal static class PlainYaml
{
    public static IReadOnlyDictionary<string, object> Read(string path)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(path);
        yaml.Load(reader);
        return (IReadOnlyDictionary<string, object>)Plain(yaml.Documents.Single().RootNode);
    }

    public static IReadOnlyDictionary<string, object> Map(this IReadOnlyDictionary<string, object> map, string key) =>
        map.TryGetValue(key, out var value) && value is IReadOnlyDictionary<string, object> inner ? inner : new Dictionary<string, object>();

    public static IReadOnlyList<string> Texts(this IReadOnlyDictionary<string, object> map, string key) =>
        map.TryGetValue(key, out var value) && value is List<object> list ? [.. list.OfType<string>()] : [];

    public static string Text(this IReadOnlyDictionary<string, object> map, string key) =>
        map.TryGetValue(key, out var value) && value is string text ? text : "";

    private static object Plain(YamlNode node) => node switch
    {
        YamlMappingNode map => Merged(map),
        YamlSequenceNode list => list.Children.Select(Plain).ToList(),
        _ => ((YamlScalarNode)node).Value ?? "",
    };

    private static Dictionary<string, object> Merged(YamlMappingNode map)
    {
        var own = map.Children.Where(pair => pair.Key.ToString() != "<<").ToDictionary(pair => pair.Key.ToString(), pair => Plain(pair.Value));
        foreach (var merged in map.Children.Where(pair => pair.Key.ToString() == "<<").Select(pair => Plain(pair.Value)))
        {
            foreach (var (key, value) in (IReadOnlyDictionary<string, object>)merged)
                own.TryAdd(key, value); // what stands beside << wins
        }

        return own;
    }
}
