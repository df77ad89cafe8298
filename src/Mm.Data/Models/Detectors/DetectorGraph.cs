using Microsoft.ML.OnnxRuntime;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Runtime;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Detectors;

/// <summary>A detector's graph, held against its card when loaded. What it gives is checked to be numbers before anyone reads
/// it.</summary>
internal sealed class DetectorGraph(StoredModel model, OnnxSession session) : IDisposable
{
    private readonly ImageSettings _image = model.Card.Settings.Image;

    public StoredModel Model => model;

    public DetectorSettings Settings => model.Card.Settings.Detector!;

    public PictureTensor Picture { get; } = new(model.Card.Settings.Image);

    /// <exception cref="ConfigurationException">The graph lacks a name of the card or takes another shape; every fault at
    /// once.</exception>
    public static DetectorGraph Load(StoredModel model, OnnxDevice device, SemaphoreSlim gate)
    {
        var graph = new DetectorGraph(model, OnnxSession.Load(model.Card.Name, model.PathOf("network"), device, gate));
        var problems = graph.Problems().ToArray();
        if (problems.Length == 0)
            return graph;
        graph.Dispose();
        throw new ConfigurationException(problems);
    }

    /// <summary>One pass over <paramref name="tensor"/>, [1, 3, height, width]; the named outputs in order.</summary>
    /// <exception cref="DetectorException">The pass failed, or an output holds something that is no finite number.</exception>
    public async Task<OnnxOutput[]> RunAsync(float[] tensor, int width, int height, IReadOnlyList<string> outputs, CancellationToken cancel)
    {
        OnnxOutput[] results;
        try
        {
            results = await session.RunAsync([new OnnxInput(_image.Input, tensor, [1, 3, height, width])], outputs, cancel);
        }
        catch (OnnxRuntimeException e)
        {
            throw new DetectorException($"Model '{model.Card.Name}' failed: {e.Message}");
        }

        foreach (var (name, result) in outputs.Zip(results))
        {
            if (Array.Exists(result.Values, value => !float.IsFinite(value)))
                throw new DetectorException($"Model '{model.Card.Name}': output '{name}' is not finite.");
        }

        return results;
    }

    public DetectorException WrongShape(string output, OnnxOutput got) =>
        new(
            $"Model '{model.Card.Name}': output '{output}' has shape [{string.Join(", ", got.Shape)}], " +
            $"which a {Settings.Kind} does not give.");

    public void Dispose() => session.Dispose();

    private IEnumerable<string> Problems()
    {
        long[] made = [1, 3, _image.Height, _image.Width];
        if (session.InputShape(_image.Input) is not { } declared)
            yield return Problem(
                "image.input",
                $"the graph has no input '{_image.Input}'; it has: {string.Join(", ", session.InputNames)}");
        else if (declared.Length != made.Length || declared.Zip(made).Any(side => side.First > 0 && side.First != side.Second))
            yield return Problem(
                "image",
                $"the graph wants shape [{string.Join(", ", declared)}], the card makes [{string.Join(", ", made)}]");
        foreach (var name in new[] { Settings.Boxes, Settings.Scores }.Where(name => name.Length > 0 && session.OutputShape(name) is null))
            yield return Problem("detector", $"the graph has no output '{name}'; it has: {string.Join(", ", session.OutputNames)}");
    }

    private string Problem(string key, string what) => $"Model '{model.Card.Name}', {model.CardPath}: {key}: {what}.";
}
