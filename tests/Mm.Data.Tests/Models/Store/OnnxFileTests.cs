using Mm.Data.Models.Conversion;
using Mm.Data.Models.Store;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Store;

public sealed class OnnxFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Weights_and_operators_are_counted()
    {
        var graph = new OnnxGraphWriter("g");
        var input = graph.Input("x", OnnxElement.Real32, -1, 4);
        var once = graph.Add("MatMul", [input, graph.Constant(new float[20], 4, 5)]);
        graph.AddAs("y", "MatMul", [once, graph.Constant(new float[10], 5, 2)]);
        graph.AddAs("z", "Reshape", ["y", graph.Constant(-1, 2)]);
        graph.Output("z", OnnxElement.Real32, -1, 2);
        File.WriteAllBytes(_folder["g.onnx"], graph.ToBytes());

        var file = OnnxFile.Read(_folder["g.onnx"]);

        Assert.Equal(30, file.Elements[(int)OnnxElement.Real32]);
        Assert.Equal(2, file.Elements[(int)OnnxElement.Whole64]);
        Assert.Equal((2, 1), (file.Operators["MatMul"], file.Operators["Reshape"]));
    }

    [Theory]
    [InlineData("not a graph")]
    [InlineData(":\u007f")] // a graph said to be longer than the file
    public void What_is_no_graph_is_told(string text)
    {
        File.WriteAllText(_folder["g.onnx"], text);

        Assert.Throws<InvalidDataException>(() => OnnxFile.Read(_folder["g.onnx"]));
    }
}
