using System.Collections.Frozen;
using System.Text.Json;

namespace Mm.Data.Pipeline;

/// <summary>Enum values as files write them: kebab-case, the same as in pipeline files.</summary>
public static class EnumCode
{
    public static string Of<T>(T value)
        where T : struct, Enum => Codes<T>.OfValues.TryGetValue(value, out var code) ? code : Codes<T>.Made(value);

    /// <exception cref="FormatException">No value of <typeparamref name="T"/> has this code.</exception>
    public static T Parse<T>(string code)
        where T : struct, Enum =>
        Codes<T>.Values.TryGetValue(code, out var value) ? value : throw new FormatException($"No {typeof(T).Name} has this code.");

    /// <summary>Every row and event of a release has several: they are made once.</summary>
    private static class Codes<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> OfValues =
            Enum.GetValues<T>().Distinct().ToFrozenDictionary(value => value, Made);

        public static readonly FrozenDictionary<string, T> Values =
            OfValues.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

        public static string Made(T value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
    }
}
