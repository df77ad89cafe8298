using System.Globalization;

namespace Mm.Data.Tests.Kit;

/// <summary>The processes below one that a test started, from /proc.</summary>
internal static class Descendants
{
    private const int ParentField = 1;

    /// <summary>Those whose command line names <paramref name="program"/>, the lowest alone: not the sandboxes around them.</summary>
    public static IReadOnlyList<int> Of(int root, string program)
    {
        var children = Children();
        var members = new List<int> { root };
        for (var i = 0; i < members.Count; i++)
            members.AddRange(children[members[i]]);
        return [.. members.Where(id => !children.Contains(id) && Line(id).Contains(program, StringComparison.Ordinal)).Order()];
    }

    /// <summary>The processes that one has started.</summary>
    public static IReadOnlyList<int> ChildrenOf(int parent) => [.. Children()[parent]];

    private static ILookup<int, int> Children() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0)
        .ToLookup(Parent);

    private static int Parent(int id)
    {
        var text = Read($"/proc/{id}/stat");
        return text.Length == 0
            ? 0
            : int.Parse(text[(text.LastIndexOf(')') + 2)..].Split(' ')[ParentField], CultureInfo.InvariantCulture);
    }

    private static string Line(int id) => Read($"/proc/{id}/cmdline");

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // it has ended
        }
    }
}
