using System.Globalization;

namespace Mm.Data.App.Bench;

/// <summary>
/// CPU and memory of this process and all its descendants, from /proc: decoder children live below a sandbox of their own.
/// </summary>
internal static class ProcessTree
{
    private const double TicksPerSecond = 100; // USER_HZ, fixed in Linux's user interface
    private const int UserTicks = 11; // of the fields behind the program's name: utime, stime, cutime, cstime
    private const int OwnFields = 2;
    private const int AllFields = 4;
    private const int ParentField = 1;

    /// <summary>CPU seconds of the tree, those of children that ended included.</summary>
    public static double CpuSeconds() => TreeCpuSeconds(Environment.ProcessId);

    /// <summary>The same of another process and all that descend from it.</summary>
    public static double TreeCpuSeconds(int root) => Members(root).Sum(CpuSeconds);

    /// <summary>CPU seconds of one process without its children; null when it has ended.</summary>
    public static double? OwnCpuSeconds(int id) => Fields(id) is { } fields ? Seconds(fields, OwnFields) : null;

    /// <summary>Memory of one process in MiB, shared pages counted in proportion; 0 when it has ended.</summary>
    public static double MemoryMib(int id) => ProportionalKib(id) / 1024.0;

    /// <summary>A process and all that descend from it.</summary>
    public static List<int> Members(int root)
    {
        var children = new Dictionary<int, List<int>>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && Fields(id) is { } fields)
            {
                var parent = int.Parse(fields[ParentField], CultureInfo.InvariantCulture);
                if (!children.TryGetValue(parent, out var below))
                    children[parent] = below = [];
                below.Add(id);
            }
        }

        var members = new List<int> { root };
        for (var i = 0; i < members.Count; i++)
            members.AddRange(children.GetValueOrDefault(members[i]) ?? []);
        return members;
    }

    private static double CpuSeconds(int id) => Fields(id) is { } fields ? Seconds(fields, AllFields) : 0;

    private static double Seconds(string[] fields, int count) =>
        fields.Skip(UserTicks).Take(count).Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond;

    private static long ProportionalKib(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/smaps_rollup").FirstOrDefault(l => l.StartsWith("Pss:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0; // it ended, or is a sandboxed process whose memory may not be looked at
        }
    }

    /// <summary>The fields of /proc/ID/stat behind the program's name, which may hold anything; null when the process has ended.</summary>
    private static string[]? Fields(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
