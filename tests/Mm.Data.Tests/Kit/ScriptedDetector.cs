using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Tests.Kit;

/// <summary>A detector, and the store that has it under every name, that answers as a test says.</summary>
internal sealed class ScriptedDetector(Func<View, CancellationToken, ValueTask<IReadOnlyList<Box>>> detect) : IModels, IBoxDetector
{
    public ModelUse Model => new("scripted", "00", "MIT");

    public ViewSpec View { get; init; } = new(4, 4);

    public float DefaultThreshold => 0.5f;

    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromMinutes(2);

    public IDualEncoder OpenDualEncoder(string name) => throw new NotSupportedException();

    public IBoxDetector OpenDetector(string name) => this;

    public ValueTask<IReadOnlyList<Box>> DetectAsync(View view, float threshold, CancellationToken cancel) => detect(view, cancel);
}
