using Mm.Data.Models;
using Mm.Data.Models.Conversion;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Reading;

/// <summary>
/// A graph whose probabilities are the means of eight columns of its input: red none, green the letter a, blue the space.
/// </summary>
public sealed class LineReaderTests : IDisposable
{
    private const int Side = 48;

    private readonly ModelFolder _models = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task Colours_become_letters_with_places()
    {
        Reader();

        var reading = await ReadAsync("r.a. a");

        Assert.Equal("aa", reading.Text.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(1, reading.Confidence, 0.01);
        Assert.Equal(reading.Text.Length, reading.Places.Count);
        Assert.Equal(1, reading.Places[^1].To);
    }

    [Fact]
    public async Task A_line_upside_down_is_read_from_its_other_end()
    {
        Reader(upsideDown: 0.95f);

        var reading = await ReadAsync("a .r.r");

        Assert.Equal((1, 1), (reading.Line.X0, reading.Line.Y0));
        Assert.Equal(" a", reading.Text);
    }

    [Fact]
    public async Task An_unsure_reading_is_tried_the_other_way_round()
    {
        Reader(confidence: 1, factor: 0.5f);

        var reading = await ReadAsync("a.r.r.");

        Assert.Equal("a", reading.Text); // neither way is better: the first stays
        Assert.Equal(0, reading.Line.X0);
    }

    [Fact]
    public async Task The_same_line_gives_the_same_reading_whatever_is_read_beside_it()
    {
        Reader();
        await using var models = new OnnxModels(_models.Store, _models.Options);
        var reader = models.OpenTextReader("reader");
        var alone = await reader.ReadAsync(Picture("a.r. a"), Whole, Cancel);

        var together = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(i => reader.ReadAsync(Picture(i == 3 ? "a.r. a" : "aaaa"), Whole, Cancel).AsTask()));

        Assert.Equal(alone.Text, together[3].Text);
        Assert.Equal(alone.Places, together[3].Places);
        Assert.Equal(alone.Confidence, together[3].Confidence);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(2f)]
    public async Task What_is_no_probability_is_the_readers_fault(float factor)
    {
        Reader(factor: factor);

        await Assert.ThrowsAsync<DetectorException>(() => ReadAsync("aaaa"));
    }

    [Fact]
    public async Task An_orientation_that_is_no_probability_is_the_readers_fault()
    {
        Reader(upsideDown: float.NaN);

        await Assert.ThrowsAsync<DetectorException>(() => ReadAsync("aaaa"));
    }

    [Fact]
    public async Task Another_number_of_characters_than_keys_is_the_readers_fault()
    {
        Reader(keys: "a\nb\n");

        await Assert.ThrowsAsync<DetectorException>(() => ReadAsync("aaaa"));
    }

    [Fact]
    public async Task A_graph_without_the_named_outputs_is_told_at_opening()
    {
        Reader(output: "letters");
        await using var models = new OnnxModels(_models.Store, _models.Options);

        var e = Assert.Throws<ConfigurationException>(() => models.OpenTextReader("reader"));

        Assert.Contains("the graph has no output 'letters'; it has: probabilities", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_is_no_detector_and_check_opens_it()
    {
        Reader();
        await using var models = new OnnxModels(_models.Store, _models.Options);

        Assert.Contains("is a text-reader", Assert.Throws<ConfigurationException>(() => models.OpenDetector("reader")).Message, StringComparison.Ordinal);
        Assert.Empty(await models.CheckAsync("reader", Cancel));
    }

    private static Quad Whole => Quad.Of(new Box(0, 0, 1, 1, 1));

    private async Task<LineReading> ReadAsync(string colours)
    {
        await using var models = new OnnxModels(_models.Store, _models.Options);
        return await models.OpenTextReader("reader").ReadAsync(Picture(colours), Whole, Cancel);
    }

    /// <summary>Columns of 16 pixels: a green, r and . red, space blue.</summary>
    private static View Picture(string colours)
    {
        var spec = new ViewSpec(colours.Length * 16, Side, Fit.Letterbox);
        var pixels = new byte[spec.Bytes];
        for (var i = 0; i < spec.Width * spec.Height; i++)
            pixels[(i * 3) + (colours[i % spec.Width / 16] switch { 'a' => 1, ' ' => 2, _ => 0 })] = 255;
        return new View(spec, 0, spec.Width, spec.Height, pixels);
    }

    private void Reader(
        float factor = 1, float upsideDown = 0, string keys = "a\n", string output = "probabilities", double confidence = 0.5)
    {
        var reader = new OnnxGraphWriter("reader");
        var pooled = reader.Add(
            "AveragePool", [reader.Input("x", OnnxElement.Real32, 1, 3, Side, -1)],
            new OnnxParameter("kernel_shape", [Side, 8]), new OnnxParameter("strides", [Side, 8]));
        var steps = reader.Add("Transpose", [reader.Add("Squeeze", [pooled, reader.Constant(2)])], new OnnxParameter("perm", [0, 2, 1]));
        reader.AddAs("probabilities", "Mul", [steps, reader.Constant([factor], [1, 1, 1])]);
        reader.Output("probabilities", OnnxElement.Real32, 1, -1, 3);

        var orientation = new OnnxGraphWriter("orientation");
        orientation.Input("x", OnnxElement.Real32, 1, 3, Side, 192);
        orientation.AddAs("turned", "Identity", [orientation.Constant([1 - upsideDown, upsideDown], 1, 2)]);
        orientation.Output("turned", OnnxElement.Real32, 1, 2);

        _models.Card("reader", $$"""
            name: reader
            task: text-reader
            licence: { name: MIT, commercial: true }
            origin: { kind: built-in }
            files:
            {{_models.File("reader", "network", "network.onnx", reader.ToBytes())}}
            {{_models.File("reader", "orientation", "orientation.onnx", orientation.ToBytes())}}
            {{_models.File("reader", "keys", "keys.txt", System.Text.Encoding.UTF8.GetBytes(keys))}}
            image: { width: 640, height: 48, resize: letterbox, mean: [0, 0, 0], std: [1, 1, 1], input: x, output: {{output}} }
            reader: { orientation-input: x, orientation-output: turned, confidence: {{confidence.ToString(System.Globalization.CultureInfo.InvariantCulture)}} }
            """);
    }
}
