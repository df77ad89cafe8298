using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Mm.Data.Models.Store;
using Mm.Data.Models.Tokenizers;

namespace Mm.Data.Models.SelfTest;

/// <summary>
/// What the graphs do by themselves, on the CPU and past the engine: whether padding matters to a text, and what company does to a row.
/// Nothing here is a fault by itself; a graph that declares a free batch and fails on one is.
/// </summary>
internal sealed class GraphTrial : IDisposable
{
    private const string Text = "a photo of a cat";
    private const string Other = "two dogs run on the beach";

    private readonly StoredModel _model;
    private readonly ITextTokenizer _tokenizer;
    private readonly GraphRun _words;
    private readonly GraphRun? _pictures; // null: a joint graph, whose pictures go with the words

    public GraphTrial(StoredModel model)
    {
        _model = model;
        _tokenizer = TextTokenizers.Load(model);
        var isJoint = model.HasFile("joint");
        _words = new GraphRun(model.Card.Settings, model.PathOf(isJoint ? "joint" : "text"));
        _pictures = model.HasFile("vision") ? new GraphRun(model.Card.Settings, model.PathOf("vision")) : null;
    }

    public IReadOnlyList<SelfTestCheck> Run() => [Padding(), Batch("text batch", _words, TextRow), .. PictureBatch()];

    public void Dispose()
    {
        _words.Dispose();
        _pictures?.Dispose();
    }

    /// <summary>The same text with other ids in the place of its padding.</summary>
    private SelfTestCheck Padding()
    {
        var tokens = _tokenizer.Encode(Text);
        var filled = tokens.Ids.ToArray();
        Array.Fill(filled, tokens.Ids[1], tokens.Length, filled.Length - tokens.Length);
        var difference = Difference(
            _words.Run([new GraphRow(tokens, 1)], _model.Card.Settings.Text!.Output)[0],
            _words.Run([new GraphRow(tokens with { Ids = filled }, 1)], _model.Card.Settings.Text!.Output)[0]);
        var found = difference == 0
            ? "does not reach the embedding"
            : $"changes the embedding by up to {Show(difference)}: pad-id must be the one the model was trained with";
        return new SelfTestCheck("padding", SelfTestOutcome.Told, found);
    }

    private GraphRow TextRow(int index) => new(_tokenizer.Encode(index == 0 ? Text : Other), (uint)index + 1);

    private IEnumerable<SelfTestCheck> PictureBatch() =>
        _pictures is null ? [] : [Batch("picture batch", _pictures, index => new GraphRow(null, (uint)index + 1))];

    private SelfTestCheck Batch(string what, GraphRun graph, Func<int, GraphRow> row)
    {
        var output = ReferenceEquals(graph, _words) ? _model.Card.Settings.Text!.Output : _model.Card.Settings.Image.Output;
        if (!graph.TakesBatches)
            return new SelfTestCheck(what, SelfTestOutcome.Told, "the graph declares one row a pass");
        try
        {
            var alone = graph.Run([row(0)], output)[0];
            var together = graph.Run([row(0), row(1), row(0)], output);
            var difference = Math.Max(Difference(alone, together[0]), Difference(alone, together[2]));
            var found = difference == 0
                ? "a row among three is the same bytes as alone"
                : $"a row among three differs by up to {Show(difference)} from itself alone, so a run keeps to one shape";
            return new SelfTestCheck(what, double.IsFinite(difference) ? SelfTestOutcome.Good : SelfTestOutcome.Bad, found);
        }
        catch (OnnxRuntimeException e)
        {
            return new SelfTestCheck(what, SelfTestOutcome.Bad, $"the graph declares a free batch and fails on three rows: {e.Message}");
        }
    }

    private static double Difference(float[] a, float[] b) => a.Zip(b, (x, y) => (double)Math.Abs(x - y)).Max();

    private static string Show(double value) => value.ToString("0.0e0", CultureInfo.InvariantCulture);
}
