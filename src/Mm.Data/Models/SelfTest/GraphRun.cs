using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Tokenizers;

namespace Mm.Data.Models.SelfTest;

/// <summary>One row: a text where the graph takes one, and the seed of the noise where it takes a picture.</summary>
internal sealed record GraphRow(TextTokens? Tokens, uint Noise);

/// <summary>A graph on the CPU, one thread, fed by the names of its card.</summary>
internal sealed class GraphRun : IDisposable
{
    private readonly ModelSettings _settings;
    private readonly InferenceSession _session;

    public GraphRun(ModelSettings settings, string path)
    {
        _settings = settings;
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(path, options);
    }

    public bool TakesBatches => _session.InputMetadata.Values.All(input => input.Dimensions is [< 0, ..]);

    /// <summary>One embedding a row.</summary>
    /// <exception cref="OnnxRuntimeException">The graph cannot take these rows.</exception>
    public float[][] Run(IReadOnlyList<GraphRow> rows, string output)
    {
        var inputs = _session.InputMetadata.Keys.ToArray();
        var values = new List<OrtValue>();
        try
        {
            values.AddRange(inputs.Select(name => Value(name, rows)));
            using var options = new RunOptions();
            using var results = _session.Run(options, inputs, values, [output]);
            var numbers = Floats(results[0]);
            return numbers.Chunk(numbers.Length / rows.Count).ToArray();
        }
        finally
        {
            values.ForEach(value => value.Dispose());
        }
    }

    public void Dispose() => _session.Dispose();

    private OrtValue Value(string name, IReadOnlyList<GraphRow> rows)
    {
        var element = _session.InputMetadata[name].ElementType;
        if (name == _settings.Image.Input)
        {
            long[] shape = [rows.Count, 3, _settings.Image.Height, _settings.Image.Width];
            var pixels = rows.SelectMany(row => Noise(row.Noise, (int)(shape[1] * shape[2] * shape[3]))).ToArray();
            return element == typeof(Float16)
                ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(pixels, pixel => (Float16)pixel), shape)
                : OrtValue.CreateTensorValueFromMemory(pixels, shape);
        }

        var isMask = name == _settings.Text!.AttentionMask;
        var ids = rows.SelectMany(row => row.Tokens!.Ids.Select((id, i) => !isMask ? id : i < row.Tokens.Length ? 1 : 0)).ToArray();
        long[] size = [rows.Count, _settings.Text.Context];
        return element == typeof(int)
            ? OrtValue.CreateTensorValueFromMemory(ids, size)
            : OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(ids, id => (long)id), size);
    }

    /// <summary>Normalised pixels as a network sees them, -2 to 2.</summary>
    private static float[] Noise(uint seed, int count)
    {
        var state = seed * 2654435769;
        var pixels = new float[count];
        for (var i = 0; i < count; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            pixels[i] = ((state >> 8) / (float)(1 << 22)) - 2;
        }

        return pixels;
    }

    private static float[] Floats(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType is TensorElementType.Float16
        ? Array.ConvertAll(value.GetTensorDataAsSpan<Float16>().ToArray(), half => (float)half)
        : value.GetTensorDataAsSpan<float>().ToArray();
}
