using System.Globalization;
using System.Text.RegularExpressions;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Conversion;

/// <summary>
/// Weights that a package carries inside scripts: an object literal that lists tensors with their ranges, and the bytes, one an
/// element (value = byte x scale + min), in one long base64 string.
/// </summary>
public static partial class TfjsScript
{
    /// <param name="listPath">The script with the list.</param>
    /// <param name="bytesPath">The script with the bytes.</param>
    /// <exception cref="ConfigurationException">The scripts hold no such list or string, or they do not fit each other.</exception>
    public static TfjsWeights Read(string listPath, string bytesPath)
    {
        try
        {
            var longest = BytesPattern().Matches(File.ReadAllText(bytesPath)).MaxBy(match => match.Length);
            var bytes = System.Convert.FromBase64String(longest?.Groups[1].Value ?? "");
            var tensors = new Dictionary<string, Weights>(StringComparer.Ordinal);
            var at = 0;
            foreach (Match entry in EntryPattern().Matches(File.ReadAllText(listPath)))
            {
                int[] shape = [.. entry.Groups[2].Value.Split(',').Select(side => int.Parse(side, CultureInfo.InvariantCulture))];
                var count = shape.Aggregate(1, (a, b) => checked(a * b));
                var (min, scale) = (Number(entry.Groups[3]), Number(entry.Groups[4]));
                float[] values = [.. bytes.AsSpan(at, count).ToArray().Select(stored => (stored * scale) + min)];
                tensors.Add(entry.Groups[1].Value, new Weights(values, shape));
                at += count;
            }

            return at == bytes.Length && at > 0
                ? new TfjsWeights(tensors, listPath)
                : throw new FormatException($"the list counts {at} bytes, the string holds {bytes.Length}");
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException or FileNotFoundException)
        {
            throw new ConfigurationException($"{listPath} and {bytesPath} are not scripts with the weights of one model: {e.Message}");
        }
    }

    private static float Number(Group text) => float.Parse(text.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex("""\{name:"([^"]+)",shape:\[([\d,]+)\],dtype:"float32",quantization:\{min:([^,]+),scale:([^,]+),dtype:"uint8"\}\}""")]
    private static partial Regex EntryPattern();

    [GeneratedRegex("""
        "([A-Za-z0-9+/=]{1000,})"
        """)]
    private static partial Regex BytesPattern();
}
