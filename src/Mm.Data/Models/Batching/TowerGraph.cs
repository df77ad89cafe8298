using Microsoft.ML.OnnxRuntime.Tensors;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Runtime;
using Mm.Data.Models.Tokenizers;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Batching;

/// <summary>What goes into one row of a tower: a picture, ids, or for a joint graph both, one of them a blank.</summary>
internal sealed record TowerRow(View? Picture, TextTokens? Tokens);

/// <summary>
/// One tower of a dual encoder: graphs in a chain, where each behind the first takes the one output of the one before.
/// <paramref name="Output"/> of the last gives [batch, <paramref name="Dimensions"/>].
/// </summary>
internal sealed record TowerGraph(string Model, string Name, IReadOnlyList<OnnxSession> Chain, string Output, int Dimensions)
{
    public OnnxSession First => Chain[0];

    public OnnxDevices Devices => First.Devices;

    /// <summary>There where a picture goes in.</summary>
    public PictureTensor? Picture { get; init; }

    /// <summary>There where ids go in.</summary>
    public TextSettings? Text { get; init; }

    /// <summary>A graph may declare that it takes one row alone.</summary>
    public bool TakesBatches => Chain.All(session =>
        session.InputNames.All(name => session.InputShape(name) is [< 0, ..]) && session.OutputNames.All(IsFree(session)));

    /// <summary>Whether ids may be shorter than the context.</summary>
    public bool TakesAnyLength => Text is { } text
        && First.InputShape(text.Input) is [_, < 0]
        && (text.AttentionMask is not { } mask || First.InputShape(mask) is [_, < 0]);

    public TensorElementType PixelElement => First.InputType(Picture!.Settings.Input) ?? TensorElementType.Float;

    private static Func<string, bool> IsFree(OnnxSession session) => name => session.OutputShape(name) is [< 0, ..];
}
