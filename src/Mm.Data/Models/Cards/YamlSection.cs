using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Mm.Data.Models.Cards;

/// <summary>
/// A mapping of a YAML file, read key by key. Every fault goes to <paramref name="problems"/> with its line, and a usable value comes
/// back, so that one reading finds them all. Keys that nobody read are faults too.
/// </summary>
internal sealed class YamlSection(YamlMappingNode node, string file, string at, List<string> problems)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>
    /// The one mapping of a file; null, and a problem, where there is none. <paramref name="wanted"/> says what it should be.
    /// </summary>
    public static YamlSection? Parse(string yaml, string file, string wanted, List<string> problems)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents is [{ RootNode: YamlMappingNode root }])
                return new YamlSection(root, file, "", problems);
            problems.Add($"{file}: {wanted} is wanted (see docs/models.md).");
        }
        catch (YamlException e)
        {
            problems.Add($"{file}:{e.Start.Line}: not YAML: {e.Message}");
        }

        return null;
    }

    public int Line => (int)node.Start.Line;

    public bool Has(string key) => node.Children.ContainsKey(new YamlScalarNode(key));

    public string Text(string key, string? absent = null)
    {
        if (Scalar(key, required: absent is null) is { } value)
            return value;
        return absent ?? "";
    }

    public string? OptionalText(string key) => Scalar(key, required: false);

    public bool Flag(string key, bool? absent = null) => Scalar(key, absent is null) switch
    {
        null => absent ?? false,
        "true" => true,
        "false" => false,
        var other => Wrong(key, $"'{other}' is neither true nor false", false),
    };

    /// <summary>A number in [<paramref name="min"/>, <paramref name="max"/>].</summary>
    public double Number(string key, double min, double max, double? absent = null)
    {
        var value = Scalar(key, absent is null);
        if (value is null)
            return absent ?? min;
        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : Wrong(key, FormattableString.Invariant($"'{value}' is not a number from {min} to {max}"), min);
    }

    public int Whole(string key, int min, int max, int? absent = null)
    {
        var value = Scalar(key, absent is null);
        if (value is null)
            return absent ?? min;
        return int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max
            ? number
            : Wrong(key, $"'{value}' is not a whole number from {min} to {max}", min);
    }

    /// <summary>One of the names of <paramref name="choices"/>.</summary>
    public T Choice<T>(string key, IReadOnlyDictionary<string, T> choices, string? absent = null)
        where T : struct
    {
        var value = Scalar(key, absent is null) ?? absent;
        if (value is null)
            return default;
        return choices.TryGetValue(value, out var chosen)
            ? chosen
            : Wrong<T>(key, $"'{value}' is not known; one of: {string.Join(", ", choices.Keys.Order(StringComparer.Ordinal))}", default);
    }

    /// <summary>Three finite numbers; positive ones where <paramref name="positive"/> is set.</summary>
    public IReadOnlyList<double> Triple(string key, bool positive)
    {
        IReadOnlyList<double> fallback = [1, 1, 1];
        if (Child(key, required: true) is not { } child)
            return fallback;
        var numbers = (child as YamlSequenceNode)?.OfType<YamlScalarNode>()
            .Select(item => double.TryParse(item.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : double.NaN)
            .ToArray();
        return numbers is { Length: 3 } && numbers.All(n => double.IsFinite(n) && (!positive || n > 0))
            ? numbers
            : Wrong(key, positive ? "three positive numbers are wanted" : "three numbers are wanted", fallback);
    }

    /// <summary>At least one finite number.</summary>
    public IReadOnlyList<double> Numbers(string key)
    {
        var items = Child(key, required: true) is YamlSequenceNode list ? list.Children : [];
        var numbers = items.OfType<YamlScalarNode>()
            .Select(item => double.TryParse(item.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : double.NaN)
            .ToArray();
        return numbers.Length > 0 && numbers.Length == items.Count && numbers.All(double.IsFinite)
            ? numbers
            : Wrong<IReadOnlyList<double>>(key, "a list of numbers is wanted", []);
    }

    public YamlSection? Section(string key, bool required)
    {
        var child = Child(key, required);
        if (child is null or YamlMappingNode)
            return child is YamlMappingNode mapping ? new YamlSection(mapping, file, Path(key), problems) : null;
        return Wrong<YamlSection?>(key, "a mapping of keys is wanted", null);
    }

    public IReadOnlyList<YamlSection> Sections(string key, bool required = true)
    {
        if (Child(key, required) is not { } child)
            return [];
        return child is YamlSequenceNode list && list.Children.Count > 0 && list.All(item => item is YamlMappingNode)
            ? [.. list.Cast<YamlMappingNode>().Select((item, i) => new YamlSection(item, file, $"{Path(key)}[{i}]", problems))]
            : Wrong<IReadOnlyList<YamlSection>>(key, "a list of at least one mapping is wanted", []);
    }

    public void RejectUnknown()
    {
        foreach (var key in node.Children.Keys)
        {
            var name = (key as YamlScalarNode)?.Value ?? "?";
            if (!_read.Contains(name))
            {
                var known = string.Join(", ", _read.Order(StringComparer.Ordinal));
                problems.Add($"{file}:{key.Start.Line}: {Path(name)} is not known here; known: {known}.");
            }
        }
    }

    public T Wrong<T>(string key, string what, T fallback)
    {
        var line = node.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child.Start.Line : node.Start.Line;
        problems.Add($"{file}:{line}: {Path(key)}: {what}.");
        return fallback;
    }

    private string Path(string key) => at.Length == 0 ? key : $"{at}.{key}";

    private YamlNode? Child(string key, bool required)
    {
        _read.Add(key);
        if (node.Children.TryGetValue(new YamlScalarNode(key), out var child))
            return child;
        return required ? Wrong<YamlNode?>(key, "is missing", null) : null;
    }

    private string? Scalar(string key, bool required) => Child(key, required) switch
    {
        null => null,
        YamlScalarNode { Value: { Length: > 0 } value } => value,
        YamlScalarNode when !required => null,
        _ => Wrong<string?>(key, "a plain value is wanted", null),
    };
}
