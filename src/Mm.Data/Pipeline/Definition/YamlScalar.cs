using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mm.Data.Pipeline.Definition;

/// <summary>Unquoted scalars by the core schema of YAML 1.2.2, section 10.3.2: <c>yes</c> and <c>on</c> are words, not flags.</summary>
internal static partial class YamlScalar
{
    /// <summary>The JSON value of an unquoted scalar; null for YAML's null.</summary>
    /// <exception cref="FormatException">A number that JSON cannot hold.</exception>
    public static JsonNode? Resolve(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when Infinite().IsMatch(text) => throw new FormatException($"{text} is not a finite number"),
        _ when Whole().IsMatch(text) => WholeNumber(text),
        _ when Float().IsMatch(text) => Number(text),
        _ => JsonValue.Create(text),
    };

    private static JsonValue WholeNumber(string text)
    {
        try
        {
            if (text.StartsWith("0x", StringComparison.Ordinal))
                return JsonValue.Create(Convert.ToInt64(text, 16));
            if (text.StartsWith("0o", StringComparison.Ordinal))
                return JsonValue.Create(Convert.ToInt64(text[2..], 8));
            return JsonValue.Create(long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        }
        catch (OverflowException)
        {
            throw new FormatException($"{text} does not fit in 64 bits");
        }
    }

    private static JsonValue Number(string text)
    {
        var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? JsonValue.Create(number) : throw new FormatException($"{text} is not a finite number");
    }

    [GeneratedRegex(@"\A([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Float();

    [GeneratedRegex(@"\A([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z")]
    private static partial Regex Infinite();
}
