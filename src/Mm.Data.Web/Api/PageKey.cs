using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Mm.Data.Pipeline;

namespace Mm.Data.Web.Api;

/// <summary>The opaque key of a place in a list: what its order is made of. Nobody need read it.</summary>
internal static class PageKey
{
    public const int ItemsUsual = 100;
    public const int ItemsMax = 1000;
    private const char Between = '\0';

    public static string Of(params object[] parts) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        string.Join(Between, parts.Select(part => Convert.ToString(part, CultureInfo.InvariantCulture)))));

    /// <summary>Number and text of a key; no key: null and "".</summary>
    /// <exception cref="ConfigurationException">It is none of ours.</exception>
    public static (long? Number, string Text) Read(string? key)
    {
        if (string.IsNullOrEmpty(key))
            return (null, "");
        var parts = Parts(key);
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? (number, parts[1])
            : throw Unknown();
    }

    /// <summary>Two texts of a key; no key: null and "".</summary>
    /// <exception cref="ConfigurationException">It is none of ours.</exception>
    public static (string? First, string Second) ReadTexts(string? key)
    {
        if (string.IsNullOrEmpty(key))
            return (null, "");
        return Parts(key) is [var first, var second] ? (first, second) : throw Unknown();
    }

    /// <exception cref="ConfigurationException">It is out of bounds.</exception>
    public static int Most(int? limit) => limit is null ? ItemsUsual
        : limit is >= 1 and <= ItemsMax ? limit.Value
        : throw new ConfigurationException($"limit {limit}: give a number from 1 to {ItemsMax}.");

    private static string[] Parts(string key)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(key)).Split(Between);
        }
        catch (FormatException)
        {
            throw Unknown();
        }
    }

    private static ConfigurationException Unknown() =>
        new("after: this is no key of this list. Give the value of next from the answer before.");
}
