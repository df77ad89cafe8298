namespace Mm.Data.Models.Cards;

/// <summary>
/// A recurrent detector of speech at 16 kHz: each pass takes the last <see cref="Context"/> samples and <see cref="Window"/> new ones
/// [1, context + window], a state [2, 1, <see cref="State"/>] and the rate, and gives a probability [1, 1] and the next state. Names of
/// inputs and outputs are Silero's: input, state, sr, output, stateN.
/// </summary>
public sealed record SpeechSettings
{
    /// <summary>Samples.</summary>
    public required int Window { get; init; }

    /// <summary>Samples.</summary>
    public required int Context { get; init; }

    /// <summary>Numbers a layer.</summary>
    public required int State { get; init; }

    /// <summary>The probability from which a window counts as speech unless a stage says otherwise.</summary>
    public required double Threshold { get; init; }
}
