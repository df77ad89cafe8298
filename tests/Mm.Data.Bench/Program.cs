using System.Globalization;
using Mm.Data.Bench;

// Usage: dotnet run -c Release --project tests/Mm.Data.Bench [ROOT]
// ROOT is a checkout where ops/setup ran; the models are looked for in ROOT/models and ROOT/.setup/models.
//
// Not BenchmarkDotNet: what counts here are ratios between a child process, a native library and a network on the same machine at the
// same moment. It would measure each in a process of its own, one after the other, minutes apart; rounds that take turns do not drift.
var root = Path.GetFullPath(args.FirstOrDefault() ?? ".");
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors; median of {Rounds.Count} rounds of {Rounds.Operations}"));
await DecodeBench.RunAsync();
await ScoreBench.RunAsync(root);
