using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Runtime;
using Mm.Data.Models.Store;

namespace Mm.Data.Models;

/// <summary>
/// One tower of a dual encoder on the bare runtime: input tensors made beforehand, sessions run in a loop on some threads, outputs
/// dropped. What the engine is held against by <c>mmdata bench score</c>.
/// </summary>
public sealed class BareTower : IDisposable
{
    private readonly List<OnnxSession> _chain;
    private readonly IReadOnlyList<(string Name, Func<OrtValue> Make)> _inputs;
    private readonly string _output;

    private BareTower(List<OnnxSession> chain, IReadOnlyList<(string Name, Func<OrtValue> Make)> inputs, string output, int batch) =>
        (_chain, _inputs, _output, Batch) = (chain, inputs, output, batch);

    public int Batch { get; }

    /// <summary>The image tower on noise. <paramref name="batch"/> is cut to 1 where the graph takes one row alone.</summary>
    /// <exception cref="Pipeline.ConfigurationException">No such model, or a joint graph, whose towers cannot be run apart.</exception>
    public static BareTower Image(ModelStore store, ModelOptions options, string model, int batch)
    {
        var stored = Find(store, model);
        var image = stored.Card.Settings.Image;
        var chain = Open(stored, options, stored.HasFile("head") ? ["backbone", "head"] : ["vision"]);
        var rows = TakesBatches(chain) ? batch : 1;
        var numbers = new float[rows * 3 * image.Height * image.Width];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = (((i * 2654435761L) & 0xffff) / 32768f) - 1;
        long[] shape = [rows, 3, image.Height, image.Width];
        return new BareTower(
            chain, [(image.Input, () => OrtValue.CreateTensorValueFromMemory((float[])numbers.Clone(), shape))], image.Output, rows);
    }

    /// <summary>The text tower on captions of <paramref name="words"/> ids, padded to the context.</summary>
    /// <exception cref="Pipeline.ConfigurationException">As <see cref="Image"/>.</exception>
    public static BareTower Text(ModelStore store, ModelOptions options, string model, int batch, int words)
    {
        var stored = Find(store, model);
        var text = stored.Card.Settings.Text!;
        var chain = Open(stored, options, ["text"]);
        var rows = TakesBatches(chain) ? batch : 1;
        var inputs = new List<(string, Func<OrtValue>)>
        {
            (text.Input, () => Ids(chain[0], text.Input, text, rows, i => i < words ? i + 1 : text.PadId)),
        };
        if (text.AttentionMask is { } mask)
            inputs.Add((mask, () => Ids(chain[0], mask, text, rows, i => i < words ? 1 : 0)));
        return new BareTower(chain, inputs, text.Output, rows);
    }

    /// <summary>Runs at least <paramref name="rows"/> rows on <paramref name="threads"/> threads, and says how many.</summary>
    public int Run(int rows, int threads)
    {
        var passes = (rows + (Batch * threads) - 1) / (Batch * threads);
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(() => Run(passes))).ToArray();
        foreach (var worker in workers)
            worker.Start();
        foreach (var worker in workers)
            worker.Join();
        return passes * threads * Batch;
    }

    public void Dispose() => _chain.ForEach(session => session.Dispose());

    private static StoredModel Find(ModelStore store, string model)
    {
        var stored = store.Open(model, ModelTask.DualEncoder);
        return stored.HasFile("joint")
            ? throw new Pipeline.ConfigurationException($"Model '{model}' is one joint graph: its towers cannot be measured apart.")
            : stored;
    }

    private static List<OnnxSession> Open(StoredModel stored, ModelOptions options, string[] roles)
    {
        var devices = OnnxDevices.Open(options with { CudaDevices = [.. options.CudaDevices.Take(1)] });
        return [.. roles.Select(role => OnnxSession.Load(stored.Card.Name, stored.PathOf(role), devices))];
    }

    private static bool TakesBatches(List<OnnxSession> chain) =>
        chain.TrueForAll(session => session.InputNames.All(name => session.InputShape(name) is [< 0, ..]));

    private static OrtValue Ids(OnnxSession session, string name, TextSettings text, int rows, Func<int, int> value)
    {
        int[] ids = [.. Enumerable.Range(0, rows * text.Context).Select(i => value(i % text.Context))];
        long[] shape = [rows, text.Context];
        return session.InputType(name) is TensorElementType.Int32
            ? OrtValue.CreateTensorValueFromMemory(ids, shape)
            : OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(ids, id => (long)id), shape);
    }

    private void Run(int passes)
    {
        using var options = new RunOptions();
        var values = _inputs.Select(input => input.Make()).ToList();
        try
        {
            for (var pass = 0; pass < passes; pass++)
                Pass(options, values);
        }
        finally
        {
            values.ForEach(value => value.Dispose());
        }
    }

    private void Pass(RunOptions options, List<OrtValue> values)
    {
        var last = _chain.Count - 1;
        using var first = _chain[0].On(0).Run(
            options, [.. _inputs.Select(input => input.Name)], values, [last == 0 ? _output : _chain[0].OutputNames.Single()]);
        if (last > 0)
            _chain[last].On(0).Run(options, [_chain[last].InputNames.Single()], [first[0]], [_output]).Dispose();
    }
}
