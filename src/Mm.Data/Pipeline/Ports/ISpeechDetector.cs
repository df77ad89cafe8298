namespace Mm.Data.Pipeline.Ports;

/// <summary>Tells speech from other sound. It hears that somebody speaks, not what is said nor who speaks.</summary>
public interface ISpeechDetector
{
    ModelUse Model { get; }

    /// <summary>The probability from which the model's card counts speech.</summary>
    float DefaultThreshold { get; }

    /// <summary>Samples at 16 kHz that one probability stands for.</summary>
    int HopSamples { get; }

    /// <summary>
    /// The probability of speech, 0 to 1, of every hop of mono sound at 16 kHz in [-1, 1]; the last hop is filled up with silence.
    /// </summary>
    /// <exception cref="DetectorException">The network's output is not finite or not of the declared shape.</exception>
    ValueTask<float[]> ScoreAsync(ReadOnlyMemory<float> sound, CancellationToken cancel);
}
