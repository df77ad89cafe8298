using System.Globalization;
using System.Text.Json;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.App.Evaluation;

/// <summary>
/// Rendered pages through the real program. A few in CI; <c>TEXT_PAGES=1000</c> runs as many as docs/image-text.md reports.
/// </summary>
public sealed class TextTrialTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Pages => Environment.GetEnvironmentVariable("TEXT_PAGES") ?? "12";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Personal_data_drawn_on_pages_is_covered_and_cannot_be_read_any_more()
    {
        await Python.NeedsAsync("PIL");
        Assert.SkipUnless(Directory.Exists(Path.Combine(Checkout.Root, ".setup", "models", "text-reader")), "no text-reader: run ops/build");
        Assert.SkipUnless(
            File.Exists("/usr/share/fonts/truetype/lato/Lato-Regular.ttf"), "fonts are missing: run ops/setup --only tests");
        await Python.RunAsync("ops/pages/render.py", "--out", _folder["pages"], "--count", Pages, "--seed", "7");

        var run = await Mmdata.RunAsync(_folder["state"], Cancel, "text", "eval", _folder["pages"], "--json");

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        using var report = JsonDocument.Parse(run.Output);
        var all = Group(report, "all");
        var large = Group(report, "x-height 14 px and more");
        Assert.Equal(int.Parse(Pages, CultureInfo.InvariantCulture), report.RootElement.GetProperty("rendered").GetInt32());
        Assert.True(large.GetProperty("strings").GetInt32() >= 20);
        Assert.True(large.GetProperty("pixelsCovered").GetDouble() >= 0.95, run.Output);
        Assert.Equal(0, all.GetProperty("areReadable").GetInt32());

        // What was found readable before shows that the reader could have read it.
        Assert.True(all.GetProperty("wereReadable").GetInt32() >= 0.9 * all.GetProperty("strings").GetInt32(), run.Output);
        Assert.InRange(report.RootElement.GetProperty("otherTextFilled").GetDouble(), 0, 0.3);
        Assert.Contains($"read again: {Pages} of {Pages} pictures", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_pictures_is_told()
    {
        Directory.CreateDirectory(_folder["none"]);

        var run = await Mmdata.RunAsync(_folder["state"], Cancel, "text", "eval", _folder["none"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("holds no picture", run.Errors, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(Path.Combine(_folder["none"], "a.png"), PlainRun.Picture(1), Cancel);
        run = await Mmdata.RunAsync(_folder["state"], Cancel, "text", "eval", _folder["none"], "--skip", "1");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("no more than 1 pictures", run.Errors, StringComparison.Ordinal);
    }

    private static JsonElement Group(JsonDocument report, string name) =>
        report.RootElement.GetProperty("groups").EnumerateArray().First(group => group.GetProperty("group").GetString() == name);
}
