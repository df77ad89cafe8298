using System.CommandLine;
using Mm.Data.App.Bench;

namespace Mm.Data.App.Commands;

/// <summary>
/// <c>mmdata bench</c>: measured speed that a user can check on his own machine; docs/performance.md explains the figures.
/// </summary>
internal static class BenchCommand
{
    public static Command Create() => new("bench", "Measure this machine: rates, CPU costs, and ratios to a reference of the same run.")
    {
        DecodeBench.Create(),
        ScoreBench.Create(),
        TextBench.Create(),
        MeasureBench.Create(),
        RunBench.Create(),
        WorkersBench.Create(),
        VerifyBench.Create(),
        ReadBench.Create(),
        PagesBench.Create(),
        SelectBench.Create(),
        DuplicatesBench.Create(),
        CaptionsBench.Create(),
        ContaminationBench.Create(),
        PageBench.Create(),
    };
}
