using Mm.Data.Models.Conversion;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Conversion;

public sealed class TfjsScriptTests : IDisposable
{
    private const string List = """
        a={b:[{name:"one",shape:[2,2],dtype:"float32",quantization:{min:-.5,scale:5e-1,dtype:"uint8"}},
        {name:"two",shape:[748],dtype:"float32",quantization:{min:1,scale:2,dtype:"uint8"}}]}
        """;

    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tensors_are_read_from_the_list_and_the_long_string()
    {
        var weights = Read(752);

        Assert.Equal([-0.5f, 0f, 0.5f, 1f], weights["one"].Values);
        Assert.Equal([2, 2], weights["one"].Shape);
        Assert.Equal(9f, weights["two"].Values[0]); // byte 4 x 2 + 1
    }

    [Theory]
    [InlineData(751)]
    [InlineData(753)]
    [InlineData(3)]
    public void A_string_of_another_length_than_the_list_is_told(int bytes) => Assert.Throws<ConfigurationException>(() => Read(bytes));

    private TfjsWeights Read(int bytes)
    {
        var coded = System.Convert.ToBase64String([.. Enumerable.Range(0, bytes).Select(i => (byte)i)]);
        _folder.File("m", "list", "list.js", System.Text.Encoding.UTF8.GetBytes(List));
        _folder.File("m", "bytes", "bytes.js", System.Text.Encoding.UTF8.GetBytes($"x=\"short\";y=\"{coded}\";"));
        return TfjsScript.Read(_folder.PathOf("m", "list.js"), _folder.PathOf("m", "bytes.js"));
    }
}
