using System.Buffers;
using Microsoft.ML.OnnxRuntime;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Runtime;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Detectors;

/// <summary>The networks of a cascade on one picture or a part of it. What they give is checked to be numbers and of the shape that
/// the size asks for.</summary>
internal sealed class CascadeGraphs : IDisposable
{
    public const int Stride = 32;

    private static readonly string[] FirstOutputs = ["offsets", "scores"];
    private static readonly string[] SecondOutputs = ["offsets", "logits"];
    private static readonly string[] AnimalOutputs = ["heat", "reach"];

    private readonly string _name;
    private readonly OnnxSession _first;
    private readonly OnnxSession _second;
    private readonly OnnxSession? _animals;
    private readonly RunOptions _options = new();

    private CascadeGraphs(string name, OnnxSession first, OnnxSession second, OnnxSession? animals) =>
        (_name, _first, _second, _animals) = (name, first, second, animals);

    /// <exception cref="ConfigurationException">A graph cannot be loaded or lacks an output.</exception>
    public static CascadeGraphs Load(StoredModel model, OnnxDevices devices)
    {
        var name = model.Card.Name;
        var first = OnnxSession.Load(name, model.PathOf("first"), devices);
        var second = OnnxSession.Load(name, model.PathOf("second"), devices);
        var animals = model.Card.Settings.Detector!.Cascade!.Animals is null
            ? null
            : OnnxSession.Load(name, model.PathOf("animals"), devices);
        var graphs = new CascadeGraphs(name, first, second, animals);
        var problems = graphs.Problems(model.CardPath).ToArray();
        if (problems.Length == 0)
            return graphs;
        graphs.Dispose();
        throw new ConfigurationException(problems);
    }

    /// <summary>Boxes in pixels of the picture with scores of at least <paramref name="scoreMin"/>, not yet suppressed.</summary>
    /// <exception cref="DetectorException">The pass failed, or gave something that is no finite number or of another shape.</exception>
    public List<Box> First(int device, PixelGrid grid, PixelArea area, CascadePass pass, double scoreMin) =>
        Boxes(device, _first, grid, area, pass, FirstOutputs, outputs => SsdOffsets.Read(outputs[0], outputs[1], pass, scoreMin));

    /// <inheritdoc cref="First"/>
    public List<Box> Second(int device, PixelGrid grid, PixelArea area, CascadePass pass, double scoreMin) =>
        Boxes(device, _second, grid, area, pass, SecondOutputs, outputs => BlazeOffsets.Read(outputs[0], outputs[1], pass, scoreMin));

    /// <summary>People and animals, of the whole picture.</summary>
    /// <inheritdoc cref="First"/>
    public CentreMap Animals(int device, PixelGrid grid, PixelArea area, CascadePass pass) => Run(
        device, _animals!, grid, area, pass, AnimalOutputs,
        outputs => CentreMap.Read(outputs[0], outputs[1], pass, area.Width / pass.Width));

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _animals?.Dispose();
        _options.Dispose();
    }

    private List<Box> Boxes(
        int device, OnnxSession session, PixelGrid grid, PixelArea area, CascadePass pass, string[] names,
        Func<float[][], List<Box>?> read) =>
        Run(device, session, grid, area, pass, names, read).ConvertAll(box => OnPicture(box, area, pass));

    private T Run<T>(
        int device, OnnxSession session, PixelGrid grid, PixelArea area, CascadePass pass, string[] names, Func<float[][], T?> read)
        where T : class
    {
        var length = 3 * pass.Width * pass.Height;
        var tensor = ArrayPool<float>.Shared.Rent(length);
        try
        {
            PixelCrop.Fill(grid, area, pass.Width, pass.Height, pass.Mirrored, tensor);
            using var input = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, tensor.AsMemory(0, length), [1, 3, pass.Height, pass.Width]);
            using var results = session.On(device).Run(_options, ["image"], [input], names);
            var outputs = results.Select(result => result.GetTensorDataAsSpan<float>().ToArray()).ToArray();
            if (outputs.Any(output => output.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue)))
                throw new DetectorException($"Model '{_name}': an output is not finite.");
            return read(outputs) ?? throw new DetectorException(
                $"Model '{_name}': outputs {string.Join(", ", names)} are not those of a picture of {pass.Width} x {pass.Height}.");
        }
        catch (OnnxRuntimeException e)
        {
            throw new DetectorException($"Model '{_name}' failed: {e.Message}");
        }
        finally
        {
            ArrayPool<float>.Shared.Return(tensor);
        }
    }

    private static Box OnPicture(Box box, PixelArea area, CascadePass pass)
    {
        var (x, y) = (area.Width / pass.Width, area.Height / pass.Height);
        var left = pass.Mirrored ? pass.Width - box.X - box.Width : box.X;
        return box with
        {
            X = (float)(area.Left + (left * x)),
            Y = (float)(area.Top + (box.Y * y)),
            Width = (float)(box.Width * x),
            Height = (float)(box.Height * y),
        };
    }

    private IEnumerable<string> Problems(string cardPath)
    {
        List<(OnnxSession Session, string Role, string[] Outputs)> graphs =
            [(_first, "first", FirstOutputs), (_second, "second", SecondOutputs)];
        if (_animals is not null)
            graphs.Add((_animals, "animals", AnimalOutputs));
        foreach (var (session, role, outputs) in graphs)
        {
            if (session.InputShape("image") is not { Length: 4 })
                yield return $"Model '{_name}', {cardPath}: the {role} graph has no input 'image' of four dimensions.";
            foreach (var output in outputs.Where(output => session.OutputShape(output) is null))
            {
                yield return $"Model '{_name}', {cardPath}: the {role} graph has no output '{output}'; " +
                    $"it has: {string.Join(", ", session.OutputNames)}.";
            }
        }
    }
}
