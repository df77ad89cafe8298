using System.Buffers;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Runtime;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Reading;

/// <summary>
/// Reads lines by PaddleOCR's pair of networks. Crops have one of a few fixed widths, so that every pass has one of a few fixed shapes and
/// a reading depends on its line alone.
/// </summary>
internal sealed class LineReader : ITextReader, IDisposable
{
    /// <summary>Widths of crops at a height of 48; a line that is longer still is squeezed.</summary>
    private static readonly int[] Widths = [160, 320, 480, 640, 960, 1280, 1920, 2560, 3200];

    private readonly StoredModel _model;
    private readonly LineCrop _crop;
    private readonly CtcDecoder _decoder;
    private readonly LineNetwork<double> _orientation;
    private readonly LineNetwork<(string Text, float Confidence, LinePlace[] Places)> _reader;

    private LineReader(StoredModel model, Engine engine)
    {
        (_model, Use) = (model, model.Use with { Device = engine.Devices.Kind });
        _crop = new LineCrop(Image);
        _decoder = new CtcDecoder(Keys(model.PathOf("keys")));
        var identity = new ModelStatistics { Model = Name, Tower = "reader", Device = engine.Devices.Kind };
        _reader = new(identity, Load("network", engine), (Image.Input, Image.Output), engine, ReadText);
        _orientation = new(
            identity with { Tower = "orientation" }, Load("orientation", engine),
            (Settings.OrientationInput, Settings.OrientationOutput), engine, ReadOrientation);
    }

    public ModelUse Model => Use;

    public float DefaultConfidence => (float)Settings.Confidence;

    private ModelUse Use { get; }

    private string Name => _model.Card.Name;

    private ImageSettings Image => _model.Card.Settings.Image;

    private ReaderSettings Settings => _model.Card.Settings.Reader!;

    /// <exception cref="ConfigurationException">The graphs lack a name of the card; every fault at once.</exception>
    public static LineReader Load(StoredModel model, Engine engine)
    {
        var reader = new LineReader(model, engine);
        string[] problems =
        [
            .. reader._reader.Problems().Select(problem => $"Model '{reader.Name}', {model.CardPath}: image: {problem}."),
            .. reader._orientation.Problems().Select(problem => $"Model '{reader.Name}', {model.CardPath}: reader: {problem}."),
        ];
        if (problems.Length == 0)
            return reader;
        reader.Dispose();
        throw new ConfigurationException(problems);
    }

    /// <inheritdoc/>
    public async ValueTask<LineReading> ReadAsync(View view, Quad line, CancellationToken cancel)
    {
        var isReversed = await RunAsync(view, line, Settings.OrientationWidth, _orientation, cancel) >= Settings.OrientationThreshold;
        var reading = await ReadOneWayAsync(view, isReversed ? line.Reversed : line, cancel);
        if (reading.Confidence >= Settings.Confidence)
            return reading;
        var other = await ReadOneWayAsync(view, isReversed ? line : line.Reversed, cancel); // short words tell little of where is up
        return other.Confidence > reading.Confidence && other.Text.Length > 0 ? other : reading;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _orientation.Dispose();
    }

    private async Task<LineReading> ReadOneWayAsync(View view, Quad line, CancellationToken cancel)
    {
        var columns = _crop.Columns(view, line);
        var width = Array.Find(Widths, width => width >= columns);
        var (text, confidence, places) = await RunAsync(view, line, width == 0 ? Widths[^1] : width, _reader, cancel);
        return new LineReading(line, text, confidence, places);
    }

    private async Task<T> RunAsync<T>(View view, Quad line, int width, LineNetwork<T> network, CancellationToken cancel)
    {
        var length = 3 * Image.Height * width;
        var tensor = ArrayPool<float>.Shared.Rent(length);
        try
        {
            var columns = Math.Min(_crop.Columns(view, line), width);
            _crop.Fill(view, line, columns, width, tensor.AsSpan(0, length));
            return await network.RunAsync(new LineInput(tensor, Image.Height, width, columns), cancel);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(tensor);
        }
    }

    private (string Text, float Confidence, LinePlace[] Places) ReadText(ReadOnlySpan<float> values, long[] shape, LineInput input)
    {
        if (shape is not [1, var steps, var classes] || classes != _decoder.Classes || steps != input.Width / Settings.StepColumns
            || values.Length != steps * classes)
            throw WrongShape(Image.Output, shape);
        return _decoder.Decode(values, (double)input.Columns / Settings.StepColumns);
    }

    private double ReadOrientation(ReadOnlySpan<float> values, long[] shape, LineInput input)
    {
        if (shape is not [1, 2] || !(values[0] >= 0 && values[1] >= 0 && Math.Abs(values[0] + values[1] - 1) < 1e-3))
            throw WrongShape(Settings.OrientationOutput, shape);
        return values[1];
    }

    private DetectorException WrongShape(string output, long[] shape) =>
        new($"Model '{Name}': output '{output}' of shape [{string.Join(", ", shape)}] is not what a text reader gives.");

    private OnnxSession Load(string role, Engine engine) => OnnxSession.Load(Name, _model.PathOf(role), engine.Devices);

    /// <summary>One character a line; there may be none behind the last.</summary>
    private static string[] Keys(string path) =>
        [.. File.ReadAllText(path).TrimEnd('\n').Split('\n').Select(key => key.TrimEnd('\r'))];
}
