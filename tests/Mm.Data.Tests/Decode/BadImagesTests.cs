using Mm.Data.Decode;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Decode;

/// <summary>Fuzzers' finds and conformance suites of damaged pictures, where a collection of them lies beside the repository.</summary>
public sealed class BadImagesTests(DecoderFixture decoder) : IClassFixture<DecoderFixture>
{
    [Fact]
    public async Task Damaged_pictures_cost_at_most_a_child_each_and_never_time_out()
    {
        var folder = Find();
        Assert.SkipWhen(folder is null, "needs ../shared/data/bad-images");
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder!, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var asset = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
            var views = await decoder.Pool.ViewsAsync(
                asset, new ViewsRequest { Specs = [new(224, 224)] }, TestContext.Current.CancellationToken);
            var reason = views.Reason ?? "decoded";
            reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
            Assert.True(reason is not (DecodeReasons.Timeout or DecodeReasons.Protocol), $"{path}: {reason}");
        }

        TestContext.Current.SendDiagnosticMessage(string.Join(", ", reasons));
        Assert.True(reasons.GetValueOrDefault("decoded") > 0, string.Join(", ", reasons));
        Assert.Equal(0, reasons.GetValueOrDefault(DecodeReasons.Crashed));
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            // A repository, or one of its work trees, has the collection in a sibling folder or in its parent's.
            var candidate = Path.Combine(folder.FullName, "shared", "data", "bad-images");
            if (Directory.Exists(candidate))
                return candidate;
        }

        return null;
    }
}
