using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Tests.Kit;

/// <summary>A dual encoder whose captions name what they show: <c>thing 7</c> has the embedding of picture 7.</summary>
internal sealed class WordEncoder(int things) : IModels, IDualEncoder
{
    public ModelUse Model => new("words", TinyRelease.Hash("words"), "MIT");

    public ViewSpec View => new(1, 1);

    public int Dimensions => things;

    public float LogitScale => 10;

    public float MatchThreshold => 0.5f;

    public IDualEncoder OpenDualEncoder(string name) => this;

    public IBoxDetector OpenDetector(string name) => throw new NotSupportedException();

    public float[] Of(int thing)
    {
        var vector = new float[things];
        vector[thing] = 1;
        return vector;
    }

    public ValueTask<float[]> EmbedImageAsync(View view, CancellationToken cancel) => new(Of(view.Pixels.Span[0]));

    public ValueTask<float[]> EmbedTextAsync(string text, CancellationToken cancel) =>
        new(Of(int.Parse(text.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture)));
}
