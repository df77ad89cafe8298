namespace Mm.Data.App.Bench;

/// <summary>
/// One line of a table. Figures are medians over rounds; <paramref name="Ratio"/> and <paramref name="CpuRatio"/> are medians of the
/// quotients with the reference's reading of the same round (above 1: faster, or cheaper, than the reference).
/// </summary>
/// <param name="Name">What was measured.</param>
/// <param name="Rate">Items a second.</param>
/// <param name="RateLowest">Of the slowest round.</param>
/// <param name="RateHighest">Of the fastest round.</param>
/// <param name="CpuMs">CPU milliseconds an item, over all processes; null for a bound that was computed.</param>
/// <param name="Ratio">Rate over the reference's rate.</param>
/// <param name="CpuRatio">The reference's CPU an item over this one's.</param>
internal sealed record BenchRow(
    string Name, double Rate, double RateLowest, double RateHighest, double? CpuMs, double Ratio, double? CpuRatio);

/// <summary>Rows measured in alternating rounds of one run; the first is the reference of the ratios.</summary>
internal sealed record BenchTable(string Title, string Unit, IReadOnlyList<BenchRow> Rows)
{
    public BenchRow Of(string name) => Rows.Single(row => row.Name == name);

    /// <summary>A bound that follows from other figures of the run, at the end of the table.</summary>
    public BenchTable WithBound(string name, double rate) =>
        this with { Rows = [.. Rows, new BenchRow(name, rate, rate, rate, null, rate / Rows[0].Rate, null)] };
}

/// <summary>A figure that stands by itself, such as a share or a ratio between two tables.</summary>
internal sealed record BenchFigure(string Name, double Value, string Unit);

/// <summary>All that one <c>mmdata bench</c> command found, and on what.</summary>
internal sealed record BenchReport(
    string Command, MachineFacts Machine, IReadOnlyList<BenchTable> Tables, IReadOnlyList<BenchFigure> Figures);
