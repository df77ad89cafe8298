using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Mm.Data.Models.Runtime;

namespace Mm.Data.Models.Batching;

/// <summary>
/// What one forward pass of a tower at a fixed shape needs, made once and used again and again: input buffers, bindings, and on a GPU
/// the graph that normalises there. Not safe for concurrent use.
/// </summary>
internal sealed class TowerPass : IDisposable
{
    private readonly TowerGraph _graph;
    private readonly int _batch;
    private readonly List<IPassInput> _inputs = [];
    private readonly List<Link> _links = [];
    private readonly RunOptions _options = new();

    /// <param name="graph">The tower.</param>
    /// <param name="prefix">The graph that normalises pixels on the device; null: they are normalised while they are copied.</param>
    /// <param name="device">Index of the device.</param>
    /// <param name="batch">Rows a pass.</param>
    /// <param name="length">Ids a row.</param>
    public TowerPass(TowerGraph graph, OnnxSession? prefix, int device, int batch, int length)
    {
        (_graph, _batch) = (graph, batch);
        var memory = graph.Devices.All[device].Memory;
        var chain = graph.Chain.Select((session, i) => new Link(
            session.On(device), i == 0 ? "" : session.InputNames.Single(),
            i == graph.Chain.Count - 1 ? graph.Output : session.OutputNames.Single())).ToList();
        if (graph.Picture is { } picture)
        {
            if (prefix is null)
            {
                _inputs.Add(PixelInput.Normalised(picture, graph.PixelElement, batch));
            }
            else
            {
                _inputs.Add(PixelInput.Raw(picture, batch));
                chain.Insert(0, new Link(prefix.On(device), "", PixelPrefix.Output));
                chain[1] = chain[1] with { Input = picture.Settings.Input };
            }
        }

        if (graph.Text is { } text)
            _inputs.AddRange(IdInput.Of(graph.First, text, batch, length));
        for (var i = 0; i < chain.Count; i++)
            chain[i].Binding.BindOutputToDevice(chain[i].Output, i == chain.Count - 1 ? OrtMemoryInfo.DefaultInstance : memory);
        _links = chain;
    }

    /// <summary>The embeddings of up to a batch of rows, as the graph gives them. What is missing to a batch is blank.</summary>
    /// <exception cref="OnnxRuntimeException">The graph cannot take these inputs or failed on them.</exception>
    public float[][] Run(IReadOnlyList<TowerRow> rows)
    {
        foreach (var input in _inputs)
        {
            for (var i = 0; i < rows.Count; i++)
                input.Write(i, rows[i]);
            input.Blank(rows.Count);
            Bind(input);
        }

        var outputs = new List<IDisposableReadOnlyCollection<OrtValue>>(_links.Count);
        try
        {
            foreach (var link in _links)
            {
                if (outputs.Count > 0)
                    link.Binding.BindInput(link.Input, outputs[^1][0]);
                link.Session.RunWithBinding(_options, link.Binding);
                outputs.Add(link.Binding.GetOutputValues());
            }

            return Split(outputs[^1][0], rows.Count);
        }
        finally
        {
            outputs.ForEach(values => values.Dispose());
        }
    }

    public void Dispose()
    {
        _links.ForEach(link => link.Binding.Dispose());
        _inputs.ForEach(input => input.Dispose());
        _options.Dispose();
    }

    /// <summary>On the CPU a binding reads the buffer itself; on a GPU binding is what copies it over, so it is done every time.</summary>
    private void Bind(IPassInput input)
    {
        if (input.IsBound && !_graph.Devices.IsCuda)
            return;
        var link = input.Name == PixelPrefix.Input || _links[0].Output != PixelPrefix.Output ? _links[0] : _links[1];
        link.Binding.BindInput(input.Name, input.Value);
        input.IsBound = true;
    }

    private float[][] Split(OrtValue output, int rows)
    {
        var info = output.GetTensorTypeAndShape();
        var count = (int)info.ElementCount;
        if (count != _batch * _graph.Dimensions)
        {
            throw new DetectorShapeException(
                $"output '{_graph.Output}' has {count} numbers for {_batch} rows, {_graph.Dimensions} a row are declared");
        }

        var numbers = info.ElementDataType is TensorElementType.Float16
            ? Array.ConvertAll(output.GetTensorDataAsSpan<Float16>().ToArray(), half => (float)half)
            : output.GetTensorDataAsSpan<float>();
        var split = new float[rows][];
        for (var row = 0; row < rows; row++)
            split[row] = numbers.Slice(row * _graph.Dimensions, _graph.Dimensions).ToArray();
        return split;
    }

    private sealed record Link(InferenceSession Session, string Input, string Output)
    {
        public OrtIoBinding Binding { get; } = Session.CreateIoBinding();
    }
}

/// <summary>A graph that gives another shape than it declares.</summary>
internal sealed class DetectorShapeException(string message) : Exception(message);
