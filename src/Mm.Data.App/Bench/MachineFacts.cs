using System.Runtime.InteropServices;
using Mm.Data.Decode;

namespace Mm.Data.App.Bench;

/// <summary>What a figure was measured on; nothing that names the machine.</summary>
internal sealed record MachineFacts(string Processor, int Cores, string Runtime, double LoadBefore)
{
    public static MachineFacts Read() => new(
        Line("/proc/cpuinfo", "model name"), CpuAffinity.Allowed().Count, RuntimeInformation.FrameworkDescription, Load());

    private static string Line(string file, string key)
    {
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? "unknown";
    }

    /// <summary>Processes that wanted a core, mean over the last minute: above 0 on a machine with other work.</summary>
    private static double Load() => double.TryParse(
        File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "",
        System.Globalization.CultureInfo.InvariantCulture,
        out var load) ? load : 0;
}
