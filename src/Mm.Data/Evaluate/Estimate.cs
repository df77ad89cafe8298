namespace Mm.Data.Evaluate;

/// <summary>A figure with its bootstrap confidence interval, rounded to six digits so that it is the same on every processor.</summary>
public sealed record Estimate(double Value, double Low, double High);

/// <summary>How well one side finds the other: recall is the share of queries whose own is among the first 1, 5 and 10.</summary>
public sealed record SideRecall(Estimate At1, Estimate At5, Estimate At10, Estimate MedianRank);
