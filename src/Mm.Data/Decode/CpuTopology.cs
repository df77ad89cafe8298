using System.Globalization;

namespace Mm.Data.Decode;

/// <summary>How the machine's processors belong together, from <c>/sys/devices/system/cpu</c>.</summary>
public sealed class CpuTopology(string folder = "/sys/devices/system/cpu")
{
    /// <summary>
    /// <paramref name="cores"/> with one thread of every physical core first, then the second threads, and so on: two children on the
    /// threads of one core are hardly faster than one. What the machine does not tell stays in the order given.
    /// </summary>
    public IReadOnlyList<int> PhysicalFirst(IReadOnlyList<int> cores) =>
        [.. cores.OrderBy(core => Siblings(core).TakeWhile(sibling => sibling != core).Count(cores.Contains))];

    /// <summary>The memory node of a core; 0 where the machine does not tell.</summary>
    public int NumaNode(int core)
    {
        var place = Path.Combine(folder, $"cpu{core.ToString(CultureInfo.InvariantCulture)}");
        return Directory.Exists(place)
            && Directory.EnumerateFileSystemEntries(place, "node*").FirstOrDefault() is { } node
            && int.TryParse(Path.GetFileName(node)["node".Length..], CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
    }

    /// <summary>The threads of a core's physical core, ascending, itself included: <c>0,64</c> or <c>0-1</c>.</summary>
    private IEnumerable<int> Siblings(int core)
    {
        var file = Path.Combine(folder, $"cpu{core.ToString(CultureInfo.InvariantCulture)}", "topology", "thread_siblings_list");
        if (!File.Exists(file))
            return [core];
        return File.ReadAllText(file).Trim().Split(',').SelectMany(Range).Order();
    }

    private static IEnumerable<int> Range(string text)
    {
        var ends = text.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToArray();
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    }
}
