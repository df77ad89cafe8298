using System.Text.Json;

namespace Mm.Data.Pipeline;

/// <summary>Enum values as files write them: kebab-case, the same as in pipeline files.</summary>
public static class EnumCode
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <exception cref="FormatException">No value of <typeparamref name="T"/> has this code.</exception>
    public static T Parse<T>(string code)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value) == code)
                return value;
        }

        throw new FormatException($"No {typeof(T).Name} has this code.");
    }
}
