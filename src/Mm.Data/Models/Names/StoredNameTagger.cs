using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Names;

/// <summary>A tagger out of the model store; the card names its <c>weights</c>.</summary>
internal sealed class StoredNameTagger(ModelUse model, NameWeights weights) : INameTagger
{
    private const long FileBytesMax = 64L << 20;

    private readonly NameTagger _tagger = new(weights);

    public ModelUse Model => model;

    public IReadOnlyList<string> Types => NameLabel.Names;

    public IReadOnlyList<Span> Tag(ReadOnlySpan<char> text) => _tagger.Tag(text);

    /// <exception cref="ConfigurationException">The card names no weights, or they are of another format.</exception>
    public static StoredNameTagger Load(StoredModel stored)
    {
        var path = stored.PathOf("weights");
        try
        {
            if (new FileInfo(path).Length > FileBytesMax)
                throw new FormatException($"it is larger than {FileBytesMax >> 20} MiB");
            return new StoredNameTagger(stored.Use, NameWeights.Read(File.ReadAllBytes(path)));
        }
        catch (FormatException e)
        {
            throw new ConfigurationException(
                $"Model '{stored.Card.Name}': {path} holds no weights of this tagger: {e.Message}. " +
                "Get the file that goes with this version, or train it anew (ops/train/names).");
        }
    }
}
