namespace Mm.Data.Pipeline.Ports;

/// <summary>
/// A model that took part, as manifest and audit name it. <paramref name="Digest"/> covers every file of the model (SHA-256, hex).
/// </summary>
public sealed record ModelUse(string Name, string Digest, string Licence)
{
    /// <summary>What the files hold: <c>fp32</c>, <c>fp16</c> or <c>int8</c>.</summary>
    public string Precision { get; init; } = "fp32";

    /// <summary>
    /// <c>cpu</c> or <c>cuda</c>, and the shape of batches where the settings say one: scores of others may differ in the last bits.
    /// </summary>
    public string Device { get; init; } = "cpu";
}

/// <summary>Opens models by the names that pipeline files use. One session a model, shared by all jobs of the process.</summary>
public interface IModels
{
    /// <exception cref="ConfigurationException">No such model, a file missing or with another digest, or another task.</exception>
    IDualEncoder OpenDualEncoder(string name);

    /// <exception cref="ConfigurationException">As <see cref="OpenDualEncoder"/>.</exception>
    IBoxDetector OpenDetector(string name);

    /// <exception cref="ConfigurationException">As <see cref="OpenDualEncoder"/>.</exception>
    INameTagger OpenNameTagger(string name) => throw new ConfigurationException($"Model '{name}': these models tag no names.");

    /// <exception cref="ConfigurationException">As <see cref="OpenDualEncoder"/>.</exception>
    ITextReader OpenTextReader(string name) => throw new ConfigurationException($"Model '{name}': these models read no text.");

    /// <exception cref="ConfigurationException">As <see cref="OpenDualEncoder"/>.</exception>
    ISpeechDetector OpenSpeechDetector(string name) =>
        throw new ConfigurationException($"Model '{name}': no speech detector can be opened here.");

    /// <exception cref="ConfigurationException">As <see cref="OpenDualEncoder"/>.</exception>
    IPictureClassifier OpenClassifier(string name) =>
        throw new ConfigurationException($"Model '{name}': no picture classifier can be opened here.");

    /// <exception cref="ConfigurationException">As <see cref="OpenDualEncoder"/>.</exception>
    ILanguageTagger OpenLanguageTagger(string name) => throw new ConfigurationException($"Model '{name}': these models tell no language.");

    /// <summary>As <see cref="OpenDetector"/>; null where no model of that name is installed.</summary>
    /// <exception cref="ConfigurationException">As <see cref="OpenDetector"/>, for a model that is installed; or a card cannot be read,
    /// so that nobody can tell whether it is.</exception>
    IBoxDetector? FindDetector(string name) => OpenDetector(name);

    /// <summary>What decides the last bits of a score beside model and input: runtime, kind of device, shapes of batches.</summary>
    string Arithmetic => "";
}

/// <summary>An image tower and a text tower with one embedding space.</summary>
public interface IDualEncoder
{
    ModelUse Model { get; }

    /// <summary>The view to hand to <see cref="EmbedImageAsync"/>.</summary>
    ViewSpec View { get; }

    int Dimensions { get; }

    /// <summary>Factor on the cosine before softmax or sigmoid (CLIP's exp of the learned temperature).</summary>
    float LogitScale { get; }

    /// <summary>Added to the scaled cosine; 0 for models that have none.</summary>
    float LogitBias => 0;

    ScoringKind Scoring => ScoringKind.Softmax;

    /// <summary>The cosine at which match and no-match part best, by the model's own card.</summary>
    float MatchThreshold { get; }

    /// <summary>Views that callers together should have in work to keep the devices busy.</summary>
    int InFlight => 1;

    /// <summary>The same encoder for a person who waits: it goes before runs and its batches do not linger.</summary>
    IDualEncoder Interactive => this;

    /// <summary>Unit-length embedding of one view's pixels. Does not depend on what else runs at the time.</summary>
    ValueTask<float[]> EmbedImageAsync(View view, CancellationToken cancel);

    /// <summary>Unit-length embedding of one text, cut to the model's context length.</summary>
    ValueTask<float[]> EmbedTextAsync(string text, CancellationToken cancel);
}

/// <summary>Finds boxes of one kind (faces, text lines, plates).</summary>
public interface IBoxDetector
{
    ModelUse Model { get; }

    ViewSpec View { get; }

    /// <summary>The score from which the model's card counts a box.</summary>
    float DefaultThreshold { get; }

    /// <summary>How long an answer may take, waiting for its turn included; what takes longer has failed.</summary>
    TimeSpan AnswerLimit => TimeSpan.FromMinutes(2);

    /// <summary>Boxes with a score of at least <paramref name="threshold"/>, after non-maximum suppression, best first.</summary>
    /// <exception cref="DetectorException">The network's output is not finite or not of the declared shape.</exception>
    ValueTask<IReadOnlyList<Box>> DetectAsync(View view, float threshold, CancellationToken cancel);
}
