using Mm.Data.Models;
using Mm.Data.Models.SelfTest;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.SelfTest;

public sealed class ModelSelfTestTests : IDisposable
{
    private readonly ModelFolder _models = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task A_model_that_behaves_is_good_and_its_figures_are_told(bool joint, bool wholes32)
    {
        _models.DualEncoder("tiny", joint, wholes32);

        var report = await RunAsync();

        Assert.True(report.IsGood, string.Join('\n', report.Checks));
        Assert.Equal("fp32", report.Precision);
        Assert.Contains(report.Checks, check => check is { What: "files", Found: "4 with the digests of the card" }
            or { What: "files", Found: "3 with the digests of the card" });
        Assert.Contains(report.Checks, check => check.What == "text batch" && check.Found.Contains("is the same bytes", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, "changes the embedding")]
    [InlineData(true, "does not reach the embedding")] // the mask hides it
    public async Task What_padding_does_is_told(bool mask, string found)
    {
        _models.DualEncoder("tiny", mask: mask);

        var padding = Assert.Single((await RunAsync()).Checks, check => check.What == "padding");

        Assert.Equal(SelfTestOutcome.Told, padding.Outcome);
        Assert.StartsWith(found, padding.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_embedding_that_is_no_number_is_bad()
    {
        _models.DualEncoder("tiny", nan: float.NaN);

        var report = await RunAsync();

        Assert.False(report.IsGood);
        Assert.Contains(report.Checks, check => check.Found.Contains("has no direction", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_changed_is_bad()
    {
        _models.DualEncoder("tiny");
        await File.AppendAllTextAsync(_models.PathOf("tiny", "merges.txt"), "x", Cancel);

        var report = await RunAsync();

        Assert.Contains("its card says", Assert.Single(report.Checks).Found, StringComparison.Ordinal);
        Assert.False(report.IsGood);
    }

    [Theory]
    [InlineData("0.33333, 0.66667", true)]
    [InlineData("0.33333, 0.66", false)]
    [InlineData("0.33333, 0.66667, 0.66667, 0", false)] // longer than the embedding
    public async Task Reference_values_of_the_card_hold(string starts, bool holds)
    {
        _models.DualEncoder("tiny");
        AddToCard($$"""
            selftest:
              tolerance: 0.001
              texts: [{ text: ab, starts: [{{starts}}] }]
            """);

        var report = await RunAsync();

        Assert.Equal(holds, report.IsGood);
        Assert.Contains(report.Checks, check => check.What == "reference 'ab'");
    }

    [Theory]
    [InlineData(0.95, false)]
    [InlineData(null, true)]
    public async Task The_cosine_of_a_generated_picture_holds(double? given, bool holds)
    {
        _models.DualEncoder("tiny");
        await using var models = new OnnxModels(_models.Store, _models.Options);
        var encoder = models.OpenDualEncoder("tiny");
        var picture = await encoder.EmbedImageAsync(TrialPicture.Noise(encoder.View, 7), Cancel);
        var cosine = given ?? picture.Zip(await encoder.EmbedTextAsync("ab", Cancel), (a, b) => (double)a * b).Sum();
        AddToCard($"selftest: {{ pairs: [{{ text: ab, noise: 7, cosine: {cosine.ToString(System.Globalization.CultureInfo.InvariantCulture)} }}] }}");

        Assert.Equal(holds, (await RunAsync()).IsGood);
    }

    private void AddToCard(string yaml) => File.AppendAllText(_models.PathOf("tiny", "model.yaml"), "\n" + yaml);

    private async Task<SelfTestReport> RunAsync()
    {
        await using var models = new OnnxModels(_models.Store, _models.Options);
        return await new ModelSelfTest(_models.Store, models).RunAsync(_models.Store.Find("tiny"), Cancel);
    }
}
