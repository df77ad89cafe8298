namespace Mm.Data.Pipeline.Ports;

/// <summary>Tells of which kinds a picture is.</summary>
public interface IPictureClassifier
{
    ModelUse Model { get; }

    /// <summary>The view to hand to <see cref="ScoreAsync"/>.</summary>
    ViewSpec View { get; }

    /// <summary>Names of the kinds, in the order of the scores.</summary>
    IReadOnlyList<string> Classes { get; }

    /// <summary>The probability of each kind, 0 to 1.</summary>
    /// <exception cref="DetectorException">The network's output is no probability or not of the declared shape.</exception>
    ValueTask<float[]> ScoreAsync(View view, CancellationToken cancel);
}
