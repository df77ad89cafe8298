using System.Globalization;

namespace Mm.Data.Decode;

/// <summary>CPU time of a child and all below it: under bubblewrap the decoder is a grandchild.</summary>
internal static class ChildCpu
{
    private const double TicksPerSecond = 100; // USER_HZ, fixed in Linux's user interface
    private const int FirstTicks = 11; // behind the program's name: utime, stime, cutime, cstime
    private const int DepthMax = 8;

    /// <summary>Seconds so far; 0 when it has ended.</summary>
    public static double Seconds(int process) => Seconds(process, 0);

    private static double Seconds(int process, int depth)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var ticks = stat[(stat.LastIndexOf(')') + 2)..].Split(' ').Skip(FirstTicks).Take(4).Sum(Number);
            var below = depth < DepthMax ? File.ReadAllText($"/proc/{process}/task/{process}/children") : "";
            return (ticks / TicksPerSecond)
                + below.Split(' ', StringSplitOptions.RemoveEmptyEntries).Sum(child => Seconds((int)Number(child), depth + 1));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0; // it ended meanwhile
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
