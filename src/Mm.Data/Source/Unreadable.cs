using Mm.Data.Pipeline;

namespace Mm.Data.Source;

/// <summary>Says which parts of the user's own input cannot be read: the first 20 by name, and how many there are.</summary>
internal static class Unreadable
{
    private const int ToldMax = 20;

    public static EnvironmentException Describe(string what, IReadOnlyCollection<string> names)
    {
        var told = string.Join("\n- ", names.Order(StringComparer.Ordinal).Take(ToldMax));
        var more = names.Count > ToldMax ? $"\n- ... and {names.Count - ToldMax} more" : "";
        return new EnvironmentException(
            $"{names.Count} {what}(s) of the input cannot be read. " +
            $"Check their rights and the disk, then run the same command again:\n- {told}{more}");
    }
}
