using Mm.Data.Models;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models;

/// <summary>The usual exports, in CLIP's exact shape with random weights, against PyTorch.</summary>
public sealed class DualEncoderLoaderTests
{
    private const double Limit = 1e-4;
    private const double HalfLimit = 5e-3; // measured 7.4e-4
    private const double ByteLimit = 5e-2; // measured 2.7e-2, on towers 64 wide

    /// <summary>Not prefixed as our settings are: an unknown one of those is an error.</summary>
    private const string Large = "CLIP_REFERENCE_LARGE";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("--dynamic-batch")]
    [InlineData("--attention-mask --ids int32")]
    [InlineData("--joint")]
    [InlineData("--joint --ids int32")]
    public async Task Every_usual_export_gives_PyTorchs_embeddings(string variant)
    {
        using var reference = await WriteAsync("small", variant);

        Assert.InRange(await reference.DifferenceAsync(Cancel), 0, Limit);
    }

    [Theory]
    [InlineData("--precision fp16", "fp16", HalfLimit)]
    [InlineData("--precision fp16 --joint", "fp16", HalfLimit)]
    [InlineData("--precision int8 --dynamic-batch", "int8", ByteLimit)]
    public async Task Narrow_weights_are_accepted_and_named(string variant, string precision, double limit)
    {
        using var reference = await WriteAsync("small", variant);

        Assert.InRange(await reference.DifferenceAsync(Cancel), 0, limit);
        Assert.Equal(precision, reference.Store.List().Models.Single().Use.Precision);
    }

    [Fact]
    public async Task A_card_that_names_another_precision_is_told()
    {
        using var reference = await WriteAsync("small", "--precision fp16");
        var card = Path.Combine(reference.Folder, ModelStore.CardName);
        await File.WriteAllTextAsync(card, (await File.ReadAllTextAsync(card, Cancel)).Replace("fp16", "fp32", StringComparison.Ordinal), Cancel);
        await using var models = new OnnxModels(reference.Store, reference.Options);

        var e = Assert.Throws<ConfigurationException>(() => models.OpenDualEncoder("reference"));

        Assert.Contains("the card says fp32, but the weights are fp16", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vit_b_32_gives_PyTorchs_embeddings()
    {
        using var reference = await WriteAsync("vit-b-32", "");

        Assert.InRange(await reference.DifferenceAsync(Cancel), 0, Limit);
    }

    [Fact]
    public async Task Vit_l_14_gives_PyTorchs_embeddings()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Large) == "1", $"minutes and 1.7 GB: set {Large}=1");
        using var reference = await WriteAsync("vit-l-14", "");

        Assert.InRange(await reference.DifferenceAsync(Cancel), 0, Limit);
    }

    private static Task<ClipReference> WriteAsync(string architecture, string variant) => ClipReference.WriteAsync(
        ["--architecture", architecture, .. variant.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
}
