using Mm.Data.Decode;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Decode;

/// <summary>Fuzzers' finds and conformance suites of damaged pictures, where a collection of them lies beside the repository.</summary>
public sealed class BadImagesTests(DecoderFixture decoder) : IClassFixture<DecoderFixture>
{
    private const string Decoded = "decoded";

    [Promise(PromiseAttribute.Media, "Damaged pictures are verdicts: no child ends, nothing hangs.")]
    [Fact]
    public async Task Damaged_pictures_end_no_child_never_time_out_and_are_judged_alike_in_any_order()
    {
        var folder = Find();
        Assert.SkipWhen(folder is null, "needs ../shared/data/bad-images");
        var paths = Directory.EnumerateFiles(folder!, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();

        var forwards = await ReasonsAsync(paths);
        var backwards = await ReasonsAsync(Enumerable.Reverse(paths));

        var counts = forwards.CountBy(pair => pair.Value).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        TestContext.Current.SendDiagnosticMessage(string.Join(", ", counts));
        Assert.DoesNotContain(forwards, pair => pair.Value is DecodeReasons.Timeout or DecodeReasons.Protocol or DecodeReasons.Crashed);
        Assert.Contains(forwards, pair => pair.Value == Decoded);
        Assert.DoesNotContain(forwards, pair => backwards[pair.Key] != pair.Value);
    }

    private async Task<Dictionary<string, string>> ReasonsAsync(IEnumerable<string> paths)
    {
        var reasons = new Dictionary<string, string>();
        foreach (var path in paths)
        {
            var asset = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
            var views = await decoder.Pool.ViewsAsync(
                asset, new ViewsRequest { Specs = [new(224, 224)] }, TestContext.Current.CancellationToken);
            reasons[path] = views.Reason ?? Decoded;
        }

        return reasons;
    }

    private static string? Find()
    {
        var folder = Path.Combine(Checkout.Shared, "data", "bad-images");
        return Directory.Exists(folder) ? folder : null;
    }
}
