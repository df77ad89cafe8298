using System.Text.Json;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.App.Bench;

public sealed class ContaminationBenchTests : IDisposable
{
    private const int Planted = 40;
    private const int Count = 500;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    /// <summary>The bars of docs/duplicates.md at a size that suits every build: made-up pictures, through the real decoder.</summary>
    [Fact]
    public async Task Planted_pictures_and_captions_are_caught_and_nothing_else_is_dropped()
    {
        var run = await Mmdata.RunAsync(
            _folder["state"], Cancel, "bench", "contamination", "--count", $"{Count}", "--planted", $"{Planted}", "--rounds", "1", "--json");

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        using var report = JsonDocument.Parse(run.Output);
        var figures = report.RootElement.GetProperty("figures").EnumerateArray()
            .ToDictionary(figure => figure.GetProperty("name").GetString()!, figure => figure.GetProperty("value").GetDouble());
        Assert.InRange(figures["samples"], Count - Planted, Count - 1); // short captions are not quoted
        Assert.Equal(1, figures["caught, a text that quotes the caption"]);
        Assert.Equal(1, figures["caught, the same picture"]);
        Assert.Equal(1, figures["caught, the same caption"]);
        Assert.Equal(1, figures["caught, the caption in capitals without a stop"]);
        Assert.InRange(figures["caught, recompressed picture"], 0.98, 1);
        Assert.All(figures.Where(figure => figure.Key.StartsWith("others", StringComparison.Ordinal)), figure => Assert.Equal(0, figure.Value));
    }
}
