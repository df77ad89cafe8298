using Mm.Data.Models.Conversion;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Conversion;

public sealed class TfjsWeightsTests : IDisposable
{
    private const string Manifest = """
        [{
          "paths": ["a.bin", "b.bin"],
          "weights": [
            { "name": "bytes", "shape": [2, 1], "dtype": "float32", "quantization": { "dtype": "uint8", "scale": 0.5, "min": -1 } },
            { "name": "shorts", "shape": [1], "dtype": "float32", "quantization": { "dtype": "uint16", "scale": 2, "min": 1 } },
            { "name": "plain", "shape": [], "dtype": "float32" }
          ]
        }]
        """;

    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tensors_lie_one_after_another_across_files_and_are_restored()
    {
        var weights = Read(Manifest, [4, 6, 0], [1, .. BitConverter.GetBytes(2.5f)]);

        Assert.Equal([1f, 2f], weights["bytes"].Values);
        Assert.Equal([2, 1], weights["bytes"].Shape);
        Assert.Equal([513f], weights["shorts"].Values);
        Assert.Equal([2.5f], weights["plain"].Values);
    }

    [Theory]
    [InlineData(3, "end within 'plain'")]
    [InlineData(6, "1 bytes are left over")]
    public void Files_that_are_too_short_or_too_long_are_told(int secondBytes, string message)
    {
        var e = Assert.Throws<ConfigurationException>(() => Read(Manifest, [4, 6, 0], new byte[secondBytes]));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_is_not_there_is_told() =>
        Assert.Contains(
            "no tensor 'more'",
            Assert.Throws<ConfigurationException>(() => Read(Manifest, [4, 6, 0], [1, 0, 0, 0, 0])["more"]).Message,
            StringComparison.Ordinal);

    private TfjsWeights Read(string manifest, byte[] first, byte[] second)
    {
        _folder.File("m", "a", "a.bin", first);
        _folder.File("m", "b", "b.bin", second);
        _folder.File("m", "manifest", "manifest.json", System.Text.Encoding.UTF8.GetBytes(manifest));
        return TfjsWeights.Read(_folder.PathOf("m", "manifest.json"));
    }
}
